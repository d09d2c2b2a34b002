#pragma once

#include "classifier/reading.h"
#include "training/heads.h"

namespace nhs::training {

/// Pairs of a text and a value whose direction people named (or, at half the weight, whose author's clear
/// sentiment tells it: part of the patients' comments have no directions), as the direction head sees them:
/// the features of the text, those of the clause with the evidence, and the inputs that other heads give.
class DirectionExamples {
 public:
  explicit DirectionExamples(const DesignMatrix& design);

  /// Adds a text's pairs. reading: has judged the text with a model that was not trained on it.
  void add(const Sample& sample, classifier::Reading& reading);

  /// Learns the head and writes it into the model.
  void train(classifier::Model& model) const;

 private:
  const DesignMatrix& design_;
  SparseRows rows_;
  std::vector<std::uint32_t> labels_;
  std::vector<float> weights_;
};

}  // namespace nhs::training
