#pragma once

#include "classifier/classifier.h"
#include "classifier/reading.h"

namespace nhs::classifier {

/// Judges by one linear model over hashed n-grams and cues; every decision can be traced to words.
class LinearClassifier final : public Classifier {
 public:
  explicit LinearClassifier(Model model) : model_(std::move(model)) {}

  Classification classify(std::string_view text, std::string_view language, Domain domain,
                          StatedLanguage stated) const override;
  std::string version() const override { return model_.version; }

 private:
  ValueFinding find_value(Reading& reading, Value value, double probability, bool patient) const;

  Model model_;
};

}  // namespace nhs::classifier
