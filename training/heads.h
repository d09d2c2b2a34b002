#pragma once

#include "training/design_matrix.h"

namespace nhs::training {

inline constexpr std::uint32_t kFolds = 5;

/// The fold that a sample is held out in.
constexpr std::uint32_t fold_of(std::size_t sample) { return static_cast<std::uint32_t>(sample % kFolds); }

/// A model of all n-gram heads but the direction's, with decisions at their defaults, learned from every
/// sample that is not of the fold; kFolds: from all.
classifier::Model train_heads(const Corpus& corpus, const DesignMatrix& design, std::uint32_t without_fold);

/// Writes a head's weights and biases into the model's columns from `first`, rounded to 8 bits.
/// features: the head's features that belong to the columns, as [offset, offset + buckets).
void quantise(const LogisticHead& head, const DesignMatrix& design, std::uint32_t offset, std::size_t first,
              classifier::Model& model);

}  // namespace nhs::training
