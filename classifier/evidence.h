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

/// Adds to each token what its features give the column's logit. A feature over several words is shared out
/// among them.
///
/// features: all that the model knows of the text, repeated ones too.  of_token: as many as there are tokens.
void add_contributions(const Model& model, std::size_t column, const FamilyFactors& factors,
                       const Features& features, CharacterRows& rows, std::vector<float>& of_token);

/// The words with the largest positive contributions, neighbours joined, strongest first; at most kMostSpans.
/// Links, mentions, numbers and product topics are never evidence. Empty only for a text without words.
///
/// contribution: of each token.
std::vector<EvidenceSpan> find_evidence(const std::vector<Token>& tokens,
                                        const std::vector<float>& contribution);

/// The same as byte offsets into the text that the tokens were cut from.
std::vector<Evidence> as_offsets(const std::vector<EvidenceSpan>& spans, const std::vector<Token>& tokens);

}  // namespace nhs::classifier
