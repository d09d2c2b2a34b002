#pragma once

#include <string>
#include <vector>

#include "report/comparison.h"

namespace nhs::report {

/// "Compassion, fallen short of", "Positive posts".
std::string share_name(const ComparedShare& share);

/// "more", "fewer", "cannot tell", "too few to tell".
std::string_view change_in_words(Change change);

/// The decimals of two shares and their difference: none, but one where rounding would make the difference
/// another than that of the shares, or a range that leaves out 0 begin there.
int decimals_of(Proportion first, Proportion second, const ShareDifference& apart);

/// The decimals of a row's percentages: the same, and one where both periods have a thousand posts.
int decimals_of(const ComparedShare& share, const Comparison& comparison);

/// "+11" percentage points.
std::string points(double difference, int decimals);

/// The points between two shares as they are told with so many decimals: 15.3% less 15.8% is -0.5, though
/// behind them may stand -0.45.
std::string points_between(Proportion first, Proportion second, int decimals);

/// "8%"; "1 of 3" of fewer than 10 posts; "<0.1%" and ">99.9%" of what is not none and not all.
std::string share_in_words(Proportion of, int decimals);

/// How many shares clearly changed; what can be told of so few posts where none did; or that there are too
/// few to compare, or that nothing was collected of a period.
std::string comparison_sentence(const Comparison& comparison);

/// "Compassion, fallen short of: more, 8% in 2026-W40 and 19% in 2026-W46 (+11 points, 95% range +5 to +18)",
/// and whether one author wrote much of it, where that was counted.
/// about: stands before the shares, for those of rounded numbers: "about ".
std::string change_in_words(const ComparedShare& share, const Comparison& comparison,
                            std::string_view about = {});

/// What the intervals do not hold, and what makes the two periods unequal, a line each.
std::vector<std::string> comparison_cautions(const Comparison& comparison);

}  // namespace nhs::report
