#include "evaluation/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

namespace nhs::evaluation {
namespace {

using Texts = std::vector<const CountedText*>;

void add(const CountedText& text, double times, Counts& counts) {
  for (const std::uint16_t cell : text.cells) counts[cell] += text.weight * times;
}

/// Each with two texts or more, if there are two at all.
std::vector<Texts> strata_of(const std::vector<CountedText>& texts) {
  std::map<std::size_t, Texts> by_stratum;
  for (const CountedText& text : texts) by_stratum[text.stratum].push_back(&text);
  std::vector<Texts> strata;
  Texts single;
  for (auto& [stratum, members] : by_stratum) {
    if (members.size() > 1)
      strata.push_back(std::move(members));
    else
      single.push_back(members.front());
  }
  if (single.size() == 1 && !strata.empty())
    strata.front().push_back(single.front());
  else if (!single.empty())
    strata.push_back(std::move(single));
  return strata;
}

Estimate percentile_interval(double value, std::vector<double>& drawn) {
  if (drawn.empty()) return {value, 0, 1};
  std::sort(drawn.begin(), drawn.end());
  const auto at = [&](double share) {
    return drawn[static_cast<std::size_t>(std::lround(share * static_cast<double>(drawn.size() - 1)))];
  };
  return {value, std::min(value, at(0.025)), std::max(value, at(0.975))};
}

}  // namespace

Counts sum_of(const std::vector<CountedText>& texts) {
  Counts counts{};
  for (const CountedText& text : texts) add(text, 1, counts);
  return counts;
}

std::vector<Estimate> bootstrap(const std::vector<CountedText>& texts, const std::vector<Score>& scores) {
  constexpr std::size_t draws = 1000;
  constexpr std::uint32_t seed = 20261101;
  std::mt19937 random(seed);
  const std::vector<Texts> strata = strata_of(texts);
  std::vector<std::vector<double>> drawn(scores.size());
  for (std::size_t draw = 0; draw < draws && texts.size() > 1; ++draw) {
    Counts counts{};
    for (const Texts& stratum : strata) {
      const std::size_t all = stratum.size(), taken = all - 1;
      const double times = static_cast<double>(all) / static_cast<double>(taken);
      for (std::size_t i = 0; i < taken; ++i) add(*stratum[random() % all], times, counts);
    }
    for (std::size_t i = 0; i < scores.size(); ++i)
      if (const double value = scores[i](counts); !std::isnan(value)) drawn[i].push_back(value);
  }
  const Counts all = sum_of(texts);
  std::vector<Estimate> estimates;
  for (std::size_t i = 0; i < scores.size(); ++i)
    estimates.push_back(percentile_interval(scores[i](all), drawn[i]));
  return estimates;
}

}  // namespace nhs::evaluation
