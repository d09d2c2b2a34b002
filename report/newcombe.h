#pragma once

#include <cstdint>

namespace nhs::report {

/// How much of a whole.
struct Proportion {
  std::int64_t part = 0;
  std::int64_t whole = 0;
};

/// `part` of `whole`; 0 where there is no whole.
double share_of(Proportion of);

/// The lowest, and the highest, share that rounded numbers may stand for, each of which may differ by so much
/// from what was counted; a part of 0 is none. As they are where it is 0.
Proportion lowest_of_rounded(const Proportion& told, std::int64_t rounded_by);
Proportion highest_of_rounded(const Proportion& told, std::int64_t rounded_by);

/// A difference of two shares with the range in which the true one lies, 19 times out of 20.
struct ShareDifference {
  double difference;
  double low;
  double high;

  bool leaves_out_0() const { return low > 0 || high < 0; }
};

/// The share of `to` less that of `from`, two independent samples, with Newcombe's hybrid score interval,
/// 95 %, without correction for continuity (Statistics in Medicine 17, 1998, 873-890, method 10): the
/// distances to the ends of the two Wilson intervals are put together as the sides of a triangle. Where a
/// whole is 0 its share is 0, and may be anything.
ShareDifference newcombe_difference(Proportion from, Proportion to);

/// How likely it is to see two shares at least so far apart where there is no difference: the score test with
/// the pooled share, two-sided, with the factor (N - 1) / N with which it holds for small samples too.
/// Nothing can be told (1) when both shares are 0 or both are 1, or a whole is 0.
///
/// Source: Campbell, Statistics in Medicine 26, 2007, 3661-3675, the "N - 1" chi-squared test.
double equal_shares_p(Proportion a, Proportion b);

/// The smallest count to be expected in the four cells of both samples where there is no difference. Below 1
/// the test does not hold (Campbell, as above).
double smallest_expected_count(Proportion a, Proportion b);

}  // namespace nhs::report
