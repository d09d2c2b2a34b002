#pragma once

#include <vector>

#include "classifier/scores.h"
#include "core/classification.h"

namespace nhs::classifier {

/// Neighbouring words that speak for a label, as tokens [first, last].
struct EvidenceSpan {
  std::uint32_t first;
  std::uint32_t last;
  /// What the words add to the label's logit.
  float strength;
};

inline constexpr std::size_t kMostSpans = 3;

/// The words with the largest positive contributions to a column's logit, neighbours joined, strongest first;
/// at most kMostSpans. A feature over several words is shared out among them. Links, mentions, numbers and
/// product topics are never evidence. Empty only for a text without words.
///
/// occurrences: all of the text's, repeated ones too.
std::vector<EvidenceSpan> find_evidence(const Model& model, std::size_t column, const FamilyFactors& factors,
                                        const std::vector<Token>& tokens,
                                        const std::vector<Occurrence>& occurrences);

/// The same as byte offsets into the text that the tokens were cut from.
std::vector<Evidence> as_offsets(const std::vector<EvidenceSpan>& spans, const std::vector<Token>& tokens);

}  // namespace nhs::classifier
