#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <vector>

#include "tests/report/made_up_year.h"

namespace nhs::test {

/// Somebody who has every number of an NHS year that others are told (months, quarters and the year; all
/// posts, unclassified ones, values with their directions, sentiments, kinds, networks, groups), knows how
/// they are rounded and how they add up, and tries to find out a hidden one. Written apart from what does the
/// hiding.
class Attacker {
 public:
  /// What is taken of a hidden number before all reckoning.
  enum class Guess {
    /// That it may be any: the mark does not say why.
    nothing,
    /// Of months, which of them are small and which are hidden for others' sake: luck, for the mark does not
    /// say it.
    which_are_small,
  };

  struct Range {
    std::int64_t least;
    std::int64_t most;
  };
  struct Number {
    Bucket by;
    Period period;
    std::size_t cell;
    bool hidden;
    std::int64_t truth;
    std::int64_t shown_from;
  };

  Attacker(const report::DailyTallies& posts, Guess guess) : posts_(posts), guess_(guess) {
    cells_ = report::Cell::of_network(posts.networks);
    for (const Bucket by : report::kToldToOthers) {
      const auto periods = periods_between(made_up_year().from, made_up_year().to, by);
      const auto told = report::public_tallies(posts, periods, by);
      for (std::size_t at = 0; at < periods.size(); ++at) read(by, periods[at], told[at]);
    }
    for (std::size_t period = 0; period < numbers_.size() / cells_; ++period) add_sums_of(period * cells_);
    // Months are the first twelve periods, quarters the next four, then the year.
    for (std::size_t quarter = 0; quarter < 4; ++quarter) add_sums_over(12 + quarter, quarter * 3, 3);
    add_sums_over(16, 12, 4);
    sums_of_.resize(ranges_.size());
    for (std::size_t sum = 0; sum < sums_.size(); ++sum)
      for (const std::size_t number : sums_[sum]) sums_of_[number].push_back(sum);
    std::vector<std::size_t> all(sums_.size());
    for (std::size_t sum = 0; sum < all.size(); ++sum) all[sum] = sum;
    contradicted_ = !conclude(ranges_, all);
  }

  /// No counts at all give what was told: the reckoning is wrong, or what was told.
  bool contradicted() const { return contradicted_; }
  const std::vector<Number>& numbers() const { return numbers_; }
  Range range_of(std::size_t number) const { return ranges_[number]; }

  /// Counts with which every number that was told is as it was told, and this one is `value`. What is not
  /// found here may still exist: it does not search everywhere.
  bool finds_world_where(std::size_t number, std::int64_t value) const {
    std::vector<Range> ranges = ranges_;
    if (!set(ranges, number, value)) return false;
    for (std::size_t next = 0; next < ranges.size(); ++next) {
      if (ranges[next].least == ranges[next].most) continue;
      bool set_it = false;
      const std::int64_t likely = std::clamp(truths_[next], ranges[next].least, ranges[next].most);
      for (std::int64_t step = 0; step <= 14 && !set_it; ++step)
        for (const std::int64_t each : {likely + step, likely - step}) {
          if (each < ranges[next].least || each > ranges[next].most) continue;
          std::vector<Range> tried = ranges;
          if (!set(tried, next, each)) continue;
          ranges = std::move(tried);
          set_it = true;
          break;
        }
      if (!set_it) return false;
    }
    return true;
  }

 private:
  static constexpr std::int64_t kAny = 1'000'000'000;

  void read(Bucket by, const Period& period, const report::PublicTally& told) {
    const report::Tally truth = count_of_days(posts_, period);
    for (std::size_t cell = 0; cell < cells_; ++cell) {
      const bool group = cell >= report::Cell::of(Group{}) && cell < report::Cell::of_network(0);
      const std::int64_t shown_from = group ? posts_.groups_shown_from : report::kShownFrom;
      numbers_.push_back({by, period, cell, told[cell].hidden, truth[cell], shown_from});
      truths_.push_back(truth[cell]);
      ranges_.push_back(read_number(by, told, cell, truth, shown_from));
    }
  }
  Range read_number(Bucket by, const report::PublicTally& told, std::size_t cell, const report::Tally& truth,
                    std::int64_t shown_from) const {
    const std::int64_t number = told[cell].number;
    if (!told[cell].hidden)
      return number == 0 ? Range{0, 0} : Range{std::max(shown_from, number - 2), number + 2};
    if (guess_ == Guess::nothing || by != Bucket::month || truth[cell] >= shown_from) return {0, kAny};
    return {0, shown_from - 1};
  }

  void add_sums_of(std::size_t first) {
    using report::Cell;
    const auto sum = [&](std::size_t total, std::size_t from, std::size_t count) {
      std::vector<std::size_t> terms = {first + total};
      for (std::size_t part = 0; part < count; ++part) terms.push_back(first + from + part);
      sums_.push_back(std::move(terms));
    };
    const auto at_most = [&](std::size_t cell) {
      sums_.push_back({first + Cell::classified, first + cell, ranges_.size()});
      ranges_.push_back({0, kAny});
      truths_.push_back(truths_[first + Cell::classified] - truths_[first + cell]);
    };
    sum(Cell::classified, Cell::of(Sentiment{}), count_of<Sentiment>);
    sum(Cell::classified, Cell::of(Kind{}), count_of<Kind>);
    sum(Cell::classified, Cell::of_network(0), posts_.networks);
    for (const Value value : all_of<Value>()) {
      sum(Cell::of(value), Cell::of(value, Direction{}), count_of<Direction>);
      at_most(Cell::of(value));
    }
    for (const Group group : all_of<Group>()) at_most(Cell::of(group));
  }
  void add_sums_over(std::size_t whole, std::size_t from, std::size_t count) {
    for (std::size_t cell = 0; cell < cells_; ++cell) {
      std::vector<std::size_t> terms = {whole * cells_ + cell};
      for (std::size_t part = 0; part < count; ++part) terms.push_back((from + part) * cells_ + cell);
      sums_.push_back(std::move(terms));
    }
  }

  bool set(std::vector<Range>& ranges, std::size_t number, std::int64_t value) const {
    if (value < ranges[number].least || value > ranges[number].most) return false;
    ranges[number] = {value, value};
    return conclude(ranges, sums_of_[number]);
  }

  /// False at a contradiction.
  bool conclude(std::vector<Range>& ranges, const std::vector<std::size_t>& from) const {
    std::deque<std::size_t> open(from.begin(), from.end());
    std::vector<bool> waits(sums_.size(), false);
    for (const std::size_t sum : from) waits[sum] = true;
    const auto fit = [&](std::size_t number, std::int64_t least, std::int64_t most) {
      Range& range = ranges[number];
      if (least <= range.least && most >= range.most) return true;
      range = {std::max(range.least, least), std::min(range.most, most)};
      for (const std::size_t sum : sums_of_[number])
        if (!waits[sum]) {
          waits[sum] = true;
          open.push_back(sum);
        }
      return range.least <= range.most;
    };
    while (!open.empty()) {
      const std::vector<std::size_t>& terms = sums_[open.front()];
      waits[open.front()] = false;
      open.pop_front();
      std::int64_t least = 0;
      std::int64_t most = 0;
      for (std::size_t part = 1; part < terms.size(); ++part) {
        least += ranges[terms[part]].least;
        most += ranges[terms[part]].most;
      }
      if (!fit(terms[0], least, most)) return false;
      const Range total = ranges[terms[0]];
      for (std::size_t part = 1; part < terms.size(); ++part) {
        const Range range = ranges[terms[part]];
        if (!fit(terms[part], total.least - (most - range.most), total.most - (least - range.least)))
          return false;
      }
    }
    return true;
  }

  const report::DailyTallies& posts_;
  Guess guess_;
  std::size_t cells_ = 0;
  bool contradicted_ = false;
  std::vector<Number> numbers_;
  std::vector<std::int64_t> truths_;  ///< of numbers, then of what is beside a value or a group
  std::vector<Range> ranges_;
  std::vector<std::vector<std::size_t>> sums_;  ///< the total, then its parts
  std::vector<std::vector<std::size_t>> sums_of_;
};

}  // namespace nhs::test
