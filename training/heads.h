#pragma once

#include "training/design_matrix.h"

namespace nhs::training {

/// What the linear part stands beside: alone its logits count whole, beside networks in part, for the
/// networks' files bring the other part (training/network/section.py has the same shares).
enum class Beside : std::uint8_t { nothing, networks };

/// A model of all n-gram heads but the direction's, with decisions at their defaults, learned from every
/// sample that is not of the fold; kFolds: from all.
classifier::Model train_heads(const Corpus& corpus, const DesignMatrix& design, Beside beside,
                              std::uint32_t without_fold);

/// Writes a head's weights and biases into the model's columns from `first`, rounded to 8 bits.
/// features: the head's features that belong to the columns, as [offset, offset + buckets).
void quantise(const LogisticHead& head, const DesignMatrix& design, std::uint32_t offset, std::size_t first,
              classifier::Model& model);

}  // namespace nhs::training
