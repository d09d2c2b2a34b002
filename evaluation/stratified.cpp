#include "evaluation/stratified.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "evaluation/wilson.h"

namespace nhs::evaluation {
namespace {

Estimate total(const std::vector<StratumPart>& strata, double StratumPart::*share) {
  double value = 0, below = 0, above = 0;
  for (const StratumPart& stratum : strata) {
    const Estimate each = wilson(stratum.*share, stratum.texts);
    value += stratum.stands_for * each.value;
    below += std::pow(stratum.stands_for * (each.value - each.low), 2);
    above += std::pow(stratum.stands_for * (each.high - each.value), 2);
  }
  return {value, std::max(0.0, value - std::sqrt(below)), value + std::sqrt(above)};
}

/// The upper bound of one / other, by MOVER-R.
double highest_ratio(const Estimate& one, const Estimate& other) {
  const double reach = other.low * (2 * other.value - other.low);
  if (reach <= 0) return std::numeric_limits<double>::infinity();
  const double product = one.value * other.value;
  // Where `one` is 0 its own part of it is below 0, which makes the root larger.
  const double under = product * product - one.high * (2 * one.value - one.high) * reach;
  return (product + std::sqrt(std::max(0.0, under))) / reach;
}

}  // namespace

Estimate stratified_share(const std::vector<StratumPart>& strata) {
  const Estimate part = total(strata, &StratumPart::part), rest = total(strata, &StratumPart::rest);
  if (part.value + rest.value <= 0) return {0, 0, 1};
  const double share = part.value / (part.value + rest.value);
  return {share, std::min(share, 1 / (1 + highest_ratio(rest, part))),
          std::max(share, 1 - 1 / (1 + highest_ratio(part, rest)))};
}

Estimate mean_of(const std::vector<Estimate>& estimates) {
  const auto number = static_cast<double>(estimates.size());
  double value = 0, below = 0, above = 0;
  for (const Estimate& each : estimates) {
    value += each.value / number;
    below += std::pow((each.value - each.low) / number, 2);
    above += std::pow((each.high - each.value) / number, 2);
  }
  return {value, std::max(0.0, value - std::sqrt(below)), std::min(1.0, value + std::sqrt(above))};
}

}  // namespace nhs::evaluation
