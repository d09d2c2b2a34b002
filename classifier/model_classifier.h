#pragma once

#include "classifier/classifier.h"
#include "classifier/reading.h"

namespace nhs::classifier {

/// Judges by a model: a linear one over hashed n-grams and cues, and networks over words that its scores are
/// added to. Every decision can be traced to words.
class ModelClassifier final : public Classifier {
 public:
  explicit ModelClassifier(Model model) : model_(std::move(model)) {}

  Classification classify(std::string_view text, std::string_view language, Domain domain,
                          StatedLanguage stated) const override;
  std::string version() const override { return model_.version; }

 private:
  ValueFinding find_value(Reading& reading, Value value, double probability, Register of) const;

  Model model_;
};

}  // namespace nhs::classifier
