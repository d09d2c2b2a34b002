#include "report/newcombe.h"

#include <algorithm>
#include <cmath>

#include "report/wilson.h"

namespace nhs::report {
namespace {

double pooled_share(Proportion a, Proportion b) {
  return static_cast<double>(a.part + b.part) / static_cast<double>(a.whole + b.whole);
}

}  // namespace

double share_of(Proportion of) {
  return of.whole > 0 ? static_cast<double>(of.part) / static_cast<double>(of.whole) : 0.0;
}

Proportion lowest_of_rounded(const Proportion& told, std::int64_t rounded_by) {
  if (told.part == 0) return told;
  const std::int64_t part = std::max<std::int64_t>(0, told.part - rounded_by);
  return {part, told.whole + rounded_by};
}

Proportion highest_of_rounded(const Proportion& told, std::int64_t rounded_by) {
  const std::int64_t whole = std::max<std::int64_t>(1, told.whole - rounded_by);
  return {std::min(whole, told.part == 0 ? 0 : told.part + rounded_by), whole};
}

ShareDifference newcombe_difference(Proportion from, Proportion to) {
  const Share a = wilson_interval(from.part, from.whole);
  const Share b = wilson_interval(to.part, to.whole);
  const double difference = b.share - a.share;
  return {difference, difference - std::hypot(b.share - b.low, a.high - a.share),
          difference + std::hypot(b.high - b.share, a.share - a.low)};
}

double equal_shares_p(Proportion a, Proportion b) {
  if (a.whole <= 0 || b.whole <= 0) return 1;
  const double pooled = pooled_share(a, b);
  if (pooled <= 0 || pooled >= 1) return 1;
  const auto all = static_cast<double>(a.whole + b.whole);
  const double variance =
      pooled * (1 - pooled) * (1 / static_cast<double>(a.whole) + 1 / static_cast<double>(b.whole));
  const double z = (share_of(a) - share_of(b)) / std::sqrt(variance) * std::sqrt((all - 1) / all);
  return std::erfc(std::abs(z) / std::sqrt(2.0));
}

double smallest_expected_count(Proportion a, Proportion b) {
  if (a.whole <= 0 || b.whole <= 0) return 0;
  const double pooled = pooled_share(a, b);
  return std::min(pooled, 1 - pooled) * static_cast<double>(std::min(a.whole, b.whole));
}

}  // namespace nhs::report
