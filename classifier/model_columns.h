#pragma once

#include <array>
#include <cstddef>

#include "core/values.h"

namespace nhs::classifier {

/// What each bucket has a weight for. The heads stand side by side, so that one look-up serves all.
namespace column {
inline constexpr std::size_t value = 0;
inline constexpr std::size_t sentiment = value + count_of<Value>;
/// Learned from patients' comments alone.
inline constexpr std::size_t patient_sentiment = sentiment + count_of<Sentiment>;
inline constexpr std::size_t kind = patient_sentiment + count_of<Sentiment>;
inline constexpr std::size_t group = kind + count_of<Kind>;
/// Positive: a patient's comment rather than a post.
inline constexpr std::size_t patient_domain = group + count_of<Group>;
/// For the direction of a value, over all of the text and over the clause that holds the evidence.
inline constexpr std::size_t direction_text = patient_domain + 1;
inline constexpr std::size_t direction_clause = direction_text + count_of<Direction>;
/// Learned from posts about care alone.
inline constexpr std::size_t care_sentiment = direction_clause + count_of<Direction>;
/// Positive: a post about care rather than about anything else.
inline constexpr std::size_t care_domain = care_sentiment + count_of<Sentiment>;
inline constexpr std::size_t used = care_domain + 1;
/// Rounded up, so that a row is two registers and stays within a cache line.
inline constexpr std::size_t row = 32;
static_assert(used <= row);
}  // namespace column

/// Logits of a text, before any softmax or sigmoid, one for each column.
using Scores = std::array<float, column::row>;

}  // namespace nhs::classifier
