#pragma once

#include "classifier/scores.h"
#include "training/corpus.h"
#include "training/logistic.h"

namespace nhs::training {

/// The training texts as numbers: cut and hashed by the product's own code.
struct DesignMatrix {
  /// As in a model: which buckets are known, and how rare they are.
  std::vector<std::uint8_t> rarity;
  std::array<float, classifier::kFamilies> family_weight{};
  classifier::Vocabulary vocabulary;
  /// The known buckets in ascending order, and where each stands in that list.
  std::vector<std::uint32_t> buckets;
  std::vector<std::uint32_t> place;
  /// A row for each sample; a column for each known bucket.
  SparseRows x;

  /// Adds a row's entries, one a known bucket, with the columns shifted by `offset`.
  ///
  /// occurrences: as spelt_out() gives them.
  void append(const std::vector<classifier::Occurrence>& occurrences, std::uint32_t offset,
              SparseRows& rows) const;
};

/// The features with each word's characters in the words' place, by bucket. A bucket that several words hold
/// stands there as often.
///
/// features: each once.
std::vector<classifier::Occurrence> spelt_out(const classifier::Features& features);

DesignMatrix make_design_matrix(const Corpus& corpus);

}  // namespace nhs::training
