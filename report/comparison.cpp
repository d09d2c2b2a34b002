#include "report/comparison.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "report/benjamini_hochberg.h"
#include "report/control_charts.h"

namespace nhs::report {
namespace {

/// Of rounded numbers tested as near to each other as they may have been.
void compare(ComparedShare& share, std::int64_t rounded_by) {
  share.difference = newcombe_difference(share.first, share.second);
  const bool enough = std::min(share.first.whole, share.second.whole) >= kFewestPosts &&
                      smallest_expected_count(share.first, share.second) >= 1;
  if (!enough) return;
  const bool rises = share.difference.difference > 0;
  const Proportion first =
      rises ? highest_of_rounded(share.first, rounded_by) : lowest_of_rounded(share.first, rounded_by);
  const Proportion second =
      rises ? lowest_of_rounded(share.second, rounded_by) : highest_of_rounded(share.second, rounded_by);
  const ShareDifference nearest = newcombe_difference(first, second);
  share.leaves_out_0_unrounded = nearest.leaves_out_0() && (nearest.difference > 0) == rises;
  share.p = share.leaves_out_0_unrounded || rounded_by == 0 ? equal_shares_p(first, second) : 1.0;
}

std::vector<ComparedShare> shares_of_values(const store::TrendRow& first, const store::TrendRow& second,
                                            const SharesAsked& asked) {
  std::vector<std::optional<Direction>> directions = {std::nullopt};
  for (const Direction direction : all_of<Direction>()) directions.push_back(direction);
  if (asked.direction) directions = {*asked.direction};
  const auto posts = [](const store::TrendRow& row, Value value, std::optional<Direction> direction) {
    const store::ValueCounts& counts = row.values[index_of(value)];
    return direction ? counts.directions[index_of(*direction)] : counts.posts;
  };
  std::vector<ComparedShare> shares;
  for (const Value value : all_of<Value>()) {
    const bool wanted = asked.values.empty() ||
                        std::find(asked.values.begin(), asked.values.end(), value) != asked.values.end();
    for (const std::optional<Direction> direction : directions)
      if (wanted)
        shares.push_back({value,
                          direction,
                          std::nullopt,
                          {posts(first, value, direction), first.classified},
                          {posts(second, value, direction), second.classified},
                          {},
                          std::nullopt,
                          Change::not_clear,
                          {},
                          {}});
  }
  return shares;
}

/// Says which differences stand when all are read at once.
void judge(std::vector<ComparedShare>& shares) {
  std::vector<double> p_values;
  for (const ComparedShare& share : shares)
    if (share.p) p_values.push_back(*share.p);
  const std::vector<bool> found = benjamini_hochberg(p_values, kFalseDiscoveryRate);
  std::size_t tested = 0;
  for (ComparedShare& share : shares) {
    if (!share.p)
      share.change = Change::too_few;
    else if (found[tested++] && share.difference.leaves_out_0() && share.leaves_out_0_unrounded)
      share.change = share.difference.difference > 0 ? Change::more : Change::fewer;
  }
}

}  // namespace

std::string_view id_of_change(Change change) {
  static constexpr std::array<std::string_view, 4> ids = {"more", "fewer", "not_clear", "too_few"};
  return ids[static_cast<std::size_t>(change)];
}

double difference_told(std::int64_t first, std::int64_t second, double near) {
  constexpr double two_sided_5_percent = 1.959964;
  constexpr double power_of_80_percent = 0.841621;
  const auto a = static_cast<double>(first);
  const auto b = static_cast<double>(second);
  // With the factor of equal_shares_p.
  const double variance = near * (1 - near) * (1 / a + 1 / b) * (a + b) / (a + b - 1);
  return (two_sided_5_percent + power_of_80_percent) * std::sqrt(variance);
}

std::vector<ComparedShare> compare_shares(const store::TrendRow& first, const store::TrendRow& second,
                                          const SharesAsked& asked) {
  std::vector<ComparedShare> shares = shares_of_values(first, second, asked);
  if (asked.sentiments && asked.values.empty() && !asked.direction)
    for (const Sentiment sentiment : all_of<Sentiment>())
      shares.push_back({std::nullopt,
                        std::nullopt,
                        sentiment,
                        {first.sentiment.posts[index_of(sentiment)], first.classified},
                        {second.sentiment.posts[index_of(sentiment)], second.classified},
                        {},
                        std::nullopt,
                        Change::not_clear,
                        {},
                        {}});
  if (asked.leaves_out) std::erase_if(shares, asked.leaves_out);
  for (ComparedShare& share : shares) compare(share, asked.rounded_by);
  judge(shares);
  return shares;
}

}  // namespace nhs::report
