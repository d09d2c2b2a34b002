#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "report/public_tally.h"

namespace nhs::test {

/// How the posts of a made-up NHS year are: odds of each property, in the order of its members.
struct Crowd {
  double posts_a_day = 1;
  std::vector<double> sentiments = {5, 2, 3};
  std::vector<double> kinds = {5, 1, 2, 2, 1};
  std::vector<double> networks = {7, 2, 1};
  std::vector<double> directions = {5, 3, 1};
  std::vector<double> values = {0.2, 0.2, 0.2, 0.2, 0.2, 0.2};  ///< of each, whether a post bears on it
  double group = 0.15;
};

/// The days of the NHS year 2025/26.
inline Period made_up_year() {
  return {"2025/26", parse_day("2025-04-01").value(), parse_day("2026-04-01").value()};
}

inline report::DailyTallies days_of(const Crowd& crowd, unsigned seed) {
  using report::Cell;
  std::mt19937 random{seed};
  const auto one_of = [&](const std::vector<double>& odds) {
    return static_cast<std::size_t>(std::discrete_distribution<int>{odds.begin(), odds.end()}(random));
  };
  report::DailyTallies posts;
  posts.first = made_up_year().from;
  posts.networks = crowd.networks.size();
  posts.days.assign(365, report::Tally(Cell::of_network(posts.networks)));
  posts.settled = parse_day("2026-06-01").value();
  posts.groups_shown_from = 15;
  std::poisson_distribution<int> posts_of_day{crowd.posts_a_day};
  for (report::Tally& day : posts.days)
    for (int left = posts_of_day(random); left > 0; --left) {
      if (one_of({9, 1}) == 1) {
        ++day[Cell::unclassified];
        continue;
      }
      ++day[Cell::classified];
      ++day[Cell::of(static_cast<Sentiment>(one_of(crowd.sentiments)))];
      ++day[Cell::of(static_cast<Kind>(one_of(crowd.kinds)))];
      ++day[Cell::of_network(one_of(crowd.networks))];
      if (one_of({1 - crowd.group, crowd.group}) == 1) ++day[Cell::of(Group::homeless_people)];
      for (const Value value : all_of<Value>()) {
        const double odds = crowd.values[index_of(value)];
        if (one_of({1 - odds, odds}) == 0) continue;
        ++day[Cell::of(value)];
        ++day[Cell::of(value, static_cast<Direction>(one_of(crowd.directions)))];
      }
    }
  return posts;
}

inline report::Tally count_of_days(const report::DailyTallies& posts, const Period& period) {
  report::Tally sum(report::Cell::of_network(posts.networks));
  for (LocalDay day = period.from; day < period.to; day += std::chrono::days{1})
    for (std::size_t cell = 0; cell < sum.size(); ++cell)
      sum[cell] += posts.days[static_cast<std::size_t>((day - posts.first).count())][cell];
  return sum;
}

}  // namespace nhs::test
