#pragma once

#include <string>
#include <vector>

#include "report/comparison.h"

namespace nhs::report {

/// "Compassion, fallen short of", "Positive posts".
std::string share_name(const ComparedShare& share);

/// "more", "fewer", "cannot tell", "too few to tell".
std::string_view change_in_words(Change change);

/// The decimals of a row's percentages: none, but one where both periods have a thousand posts, where
/// rounding would make the difference another than that of the shares, or a range that leaves out 0 begin
/// there.
int decimals_of(const ComparedShare& share, const Comparison& comparison);

/// "+11" percentage points.
std::string points(double difference, int decimals);

/// "8%"; "1 of 3" of fewer than 10 posts.
std::string share_in_words(Proportion of, int decimals);

/// How many shares clearly changed; what can be told of so few posts where none did; or that there are too
/// few to compare.
std::string comparison_sentence(const Comparison& comparison);

/// "Compassion, fallen short of: more, 8% in 2026-W40 and 19% in 2026-W46 (+11 points, 95% range +5 to +18)",
/// and whether one author wrote much of it, where that was counted.
std::string change_in_words(const ComparedShare& share, const Comparison& comparison);

/// What the intervals do not hold, and what makes the two periods unequal, a line each.
std::vector<std::string> comparison_cautions(const Comparison& comparison);

}  // namespace nhs::report
