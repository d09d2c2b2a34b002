#pragma once

#include <string>
#include <vector>

#include "report/signals_view.h"

namespace nhs::report {

/// What one chart, or the two of one finding, tells: the same rule in the same periods is told once.
struct ToldSignal {
  std::vector<const ControlChart*> charts;
  std::vector<const Signal*> signals;  ///< one a chart
};

/// The newest first, and of these those farthest past their limits. They point into `charts`, which must
/// outlive them.
std::vector<ToldSignal> told_signals(const std::vector<ControlChart>& charts);

/// "Compassion, fallen short of: share above its upper limit in week 2026-W45 (31%, usually 8 to 22%)", and
/// whether one author wrote much of it, where that was counted.
std::string in_words(const ToldSignal& told, const SignalsFound& found);

/// The answer: how many signals in the last whole period and before it, or that there are none, or too few
/// points to tell.
std::string signals_sentence(const SignalsFound& found);

/// What takes no part and why, and what makes the numbers unsure, a line each.
std::vector<std::string> signals_cautions(const SignalsFound& found);

/// How many signals charts have where nothing changes.
struct SignalsByChance {
  std::size_t charts = 0;   ///< that have limits
  std::size_t longest = 0;  ///< points of the longest of them
  double in_all = 0;
  double in_the_last = 0;  ///< that end in the last period
};

/// Simulated for the four rules with limits estimated from the points themselves. What comes up less than
/// once a period is left out: it has next to none.
SignalsByChance signals_by_chance(const SignalsFound& found);

/// Of these, how many end in this row or a later one.
double signals_by_chance_since(const SignalsFound& found, std::size_t first_row);

/// "12"; a decimal or two where it is small.
std::string expected_in_words(double number);

/// What charts are drawn of. Of rounded numbers the limits are wider, and chance makes fewer signals.
enum class Heights : bool { exact, rounded };

/// That so many signals are chance, or so many at most; empty where there is none. One of signals_cautions.
std::string caution_of_chance(const SignalsFound& found, Heights heights = Heights::exact);

/// The last period that is whole; nothing when none is.
std::optional<std::size_t> last_whole_row(const store::TrendsResult& trends);

/// The limits as they are shown: of a number of posts, which is whole, the smallest and the largest within
/// them.
XmrLimits shown_limits(const XmrLimits& limits, Measure measure);

/// The limits of a chart, in its unit: "8 to 22%", "up to 7".
///
/// decimals: of a share.
std::string usual_range(const Baseline& baseline, Measure measure, int decimals = 0);

/// A height in the chart's unit: "22%", "7".
std::string height_in_words(double height, Measure measure, int decimals = 0);

/// So many decimals it takes, at most 2, that two percentages do not look alike; 0 where they are the same.
int decimals_apart(double share, double other);
/// The same of a share that lies beyond a limit; and so many that the limit is not told as nothing.
int decimals_beside(double share, double limit);

/// "week", "NHS year".
std::string_view noun_of(Bucket by);

}  // namespace nhs::report
