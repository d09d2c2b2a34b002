#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "report/newcombe.h"
#include "report/terminal.h"
#include "report/trends_view.h"

namespace nhs::report {

/// One of the two periods.
struct ComparedPeriod {
  store::TrendRow counts;  ///< with every value and direction; `posts` are all classified ones
  std::vector<Gap> gaps;
};

/// What can be said of a difference.
enum class Change : std::uint8_t {
  more,
  fewer,
  not_clear,  ///< chance alone may have done it
  too_few,    ///< the test does not hold for so few posts
};

/// `more`, `fewer`, `not_clear`, `too_few`.
std::string_view id_of_change(Change change);

/// A share in both periods: of posts on a value (in a direction, or in any), or of a sentiment.
struct ComparedShare {
  std::optional<Value> value;
  std::optional<Direction> direction;
  std::optional<Sentiment> sentiment;
  Proportion first;
  Proportion second;
  ShareDifference difference{};  ///< second less first
  std::optional<double> p;       ///< nothing when the test does not hold
  Change change = Change::not_clear;
  /// Posts of the busiest author among those with the finding; nothing unless counted.
  std::optional<std::int64_t> first_by_one_author = {};
  std::optional<std::int64_t> second_by_one_author = {};
  /// The range leaves out 0 whatever the numbers were before they were rounded (SharesAsked::rounded_by).
  bool leaves_out_0_unrounded = true;

  bool is_clear() const { return change == Change::more || change == Change::fewer; }
  /// Read alone it would be clear: the range leaves out 0. Read with all others it is not.
  bool only_alone() const {
    return change == Change::not_clear && difference.leaves_out_0() && leaves_out_0_unrounded;
  }
};

struct Comparison {
  ComparedPeriod first;
  ComparedPeriod second;
  std::string timezone;
  std::string filters;  ///< in words; empty for none
  std::vector<ComparedShare> shares;
  /// The filters that choose posts, as arguments of `nhsvalues posts`; empty for none.
  std::string posts_arguments = {};
  /// The day it is there: up to which a period that is still running is told. Nothing where nobody asked.
  std::optional<LocalDay> today = {};
};

/// Of the findings at most one in twenty is to be false on average.
inline constexpr double kFalseDiscoveryRate = 0.05;

/// Which shares to compare: of the values and the direction that were asked for, or of all and the
/// sentiments.
struct SharesAsked {
  std::vector<Value> values;  ///< empty for all six
  std::optional<Direction> direction;
  bool sentiments = true;  ///< false where posts of one sentiment were asked for
  /// By so much a number that is not 0 may differ from what was counted: then only what is clear whatever the
  /// numbers were is called more or fewer.
  std::int64_t rounded_by = 0;
  /// Which of these are not compared, as if they had not been asked for; asked before anything is tested.
  std::function<bool(const ComparedShare&)> leaves_out = {};
};

/// Whether versions of the model differ between the two periods, or within one: then a difference may be
/// theirs.
bool is_judged_by_several_models(const Comparison& comparison);

/// Compares all shares asked for. Called more or fewer is what the score test finds among all that it was
/// made of (report/benjamini_hochberg.h), and whose range leaves out 0: of few posts the two disagree now and
/// then, and a clear change whose range holds none would contradict itself. The test is not made where a
/// period has fewer than 10 classified posts, or fewer than 1 would be expected with or without the finding
/// (report/newcombe.h).
std::vector<ComparedShare> compare_shares(const store::TrendRow& first, const store::TrendRow& second,
                                          const SharesAsked& asked);

/// The difference of two shares around this one that the score test finds at 5% four times in five (a power
/// of 80%), of so many posts in each. What is smaller is found less often, not never.
double difference_told(std::int64_t first, std::int64_t second, double near);

/// The shape `nhsvalues.compare/1` (docs/commands.md).
std::string comparison_json(const Comparison& comparison);
/// A JSON object a share, one a line.
std::string comparison_ndjson(const Comparison& comparison);
/// RFC 4180 with a header, a row a share.
std::string comparison_csv(const Comparison& comparison);
/// The answer in a sentence, what clearly changed in words, then the table.
std::string comparison_table(const Comparison& comparison, const Terminal& terminal);
/// The answer, every difference as a line with its range around zero, and the table beneath. It fits the
/// terminal's columns (60 or more), also where it goes to a file.
std::string comparison_chart(const Comparison& comparison, const Terminal& terminal);

}  // namespace nhs::report
