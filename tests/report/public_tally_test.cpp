#include "report/public_tally.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <optional>
#include <random>

using namespace nhs;
using namespace nhs::report;

namespace {

using std::chrono::days;

constexpr std::size_t kNetworks = 3;

LocalDay day(std::string_view text) { return parse_day(text).value(); }

/// An NHS year, with a week before and after, of a hashtag that so many posts a day carry.
class Year {
 public:
  Year(unsigned seed, double posts_a_day) : random_(seed) {
    tallies_.first = day("2025-03-25");
    tallies_.days.assign(379, Tally(Cell::of_network(kNetworks)));
    tallies_.networks = kNetworks;
    tallies_.settled = day("2026-06-01");
    tallies_.groups_shown_from = 15;
    if (posts_a_day <= 0) return;
    std::poisson_distribution<int> posts{posts_a_day};
    for (Tally& each : tallies_.days)
      for (int left = posts(random_); left > 0; --left) add_post(each);
  }

  DailyTallies& tallies() { return tallies_; }
  static std::vector<Period> periods(Bucket by) {
    return periods_between(day("2025-04-01"), day("2026-04-01"), by);
  }
  std::vector<PublicTally> told(Bucket by) const { return public_tallies(tallies_, periods(by), by); }
  std::int64_t count(const Period& period, std::size_t cell) const {
    std::int64_t posts = 0;
    for (LocalDay at = period.from; at < period.to; at += days{1})
      posts += tallies_.days[static_cast<std::size_t>((at - tallies_.first).count())][cell];
    return posts;
  }

 private:
  std::size_t one_of(std::initializer_list<double> odds) {
    return static_cast<std::size_t>(std::discrete_distribution<int>{odds}(random_));
  }
  void add_post(Tally& into) {
    ++into[Cell::classified];
    ++into[Cell::of(static_cast<Sentiment>(one_of({5, 2, 3})))];
    ++into[Cell::of(static_cast<Kind>(one_of({5, 1, 2, 2, 1})))];
    ++into[Cell::of_network(one_of({7, 2, 1}))];
    if (one_of({1, 5}) == 0) ++into[Cell::of(Group::homeless_people)];
    for (const Value value : all_of<Value>()) {
      if (one_of({1, 4}) != 0) continue;
      ++into[Cell::of(value)];
      ++into[Cell::of(value, static_cast<Direction>(one_of({5, 3, 1})))];
    }
  }

  std::mt19937 random_;
  DailyTallies tallies_;
};

/// A reader who has every output of a year, takes each number within its rounding, and draws conclusions from
/// all sums together until there are none left to draw.
class Reader {
 public:
  explicit Reader(const Year& year) {
    for (const Bucket by : kLengths) {
      const auto told = year.told(by);
      const auto periods = Year::periods(by);
      for (std::size_t at = 0; at < periods.size(); ++at) read_period(year, by, periods[at], told[at]);
    }
    for (const Sum& sum : within_periods()) sums_.push_back(sum);
    for (const Sum& sum : over_time()) sums_.push_back(sum);
  }

  /// How many numbers are hidden that are not zero, how many of them the reader knows rightly, and of how
  /// many all but two numbers are out.
  struct Found {
    std::size_t hidden = 0;
    std::size_t known = 0;
    std::size_t one_of_two = 0;
  };
  Found conclude() {
    for (bool changed = true; changed;) {
      changed = false;
      for (const Sum& sum : sums_) changed = draw(sum) || changed;
    }
    Found found;
    for (const auto& [key, number] : numbers_) {
      if (!number.hidden || number.truth < 1) continue;
      ++found.hidden;
      if (number.least == number.most && number.least == number.truth) ++found.known;
      if (number.most == number.least + 1) ++found.one_of_two;
    }
    return found;
  }

 private:
  static constexpr std::array<Bucket, 4> kLengths = {Bucket::week, Bucket::month, Bucket::quarter,
                                                     Bucket::nhs_year};
  struct Key {
    Bucket by;
    LocalDay from;
    std::size_t cell;
    bool operator<(const Key& other) const {
      return std::tie(by, from, cell) < std::tie(other.by, other.from, other.cell);
    }
  };
  struct Number {
    bool hidden;
    std::int64_t least, most, truth;
  };
  /// Parts within a total, and all that touch it: with the latter no post of the total is left out.
  struct Sum {
    Key total;
    std::vector<Key> within;
    std::vector<Key> touching;
  };

  void read_period(const Year& year, Bucket by, const Period& period, const PublicTally& told) {
    periods_[by].push_back(period);
    for (std::size_t cell = 0; cell < told.size(); ++cell)
      numbers_[{by, period.from, cell}] = {told[cell].hidden, told[cell].least, told[cell].most,
                                           period_is_whole(period) ? year.count(period, cell) : -1};
  }
  static bool period_is_whole(const Period& period) {
    return period.from >= day("2025-03-25") && period.to <= day("2026-04-08");
  }

  std::vector<Sum> within_periods() const {
    std::vector<Sum> sums;
    for (const auto& [by, periods] : periods_)
      for (const Period& period : periods) {
        const auto add = [&, by = by](std::size_t total, const std::vector<std::size_t>& cells) {
          Sum sum{{by, period.from, total}, {}, {}};
          for (const std::size_t cell : cells) sum.within.push_back({by, period.from, cell});
          sum.touching = sum.within;
          sums.push_back(std::move(sum));
        };
        add(Cell::classified,
            {Cell::of(Sentiment::positive), Cell::of(Sentiment::neutral), Cell::of(Sentiment::negative)});
        std::vector<std::size_t> kinds;
        for (const Kind kind : all_of<Kind>()) kinds.push_back(Cell::of(kind));
        add(Cell::classified, kinds);
        add(Cell::classified, {Cell::of_network(0), Cell::of_network(1), Cell::of_network(2)});
        for (const Value value : all_of<Value>())
          add(Cell::of(value), {Cell::of(value, Direction::upheld), Cell::of(value, Direction::breached),
                                Cell::of(value, Direction::mentioned)});
      }
    return sums;
  }

  std::vector<Sum> over_time() const {
    std::vector<Sum> sums;
    for (const auto& [by, periods] : periods_)
      for (const Period& period : periods)
        for (const auto& [shorter, parts] : periods_) {
          if (shorter >= by) continue;
          for (std::size_t cell = 0; cell < Cell::of_network(kNetworks); ++cell) {
            Sum sum{{by, period.from, cell}, {}, {}};
            for (const Period& part : parts) {
              if (part.to <= period.from || part.from >= period.to) continue;
              sum.touching.push_back({shorter, part.from, cell});
              if (part.from >= period.from && part.to <= period.to) sum.within.push_back(sum.touching.back());
            }
            sums.push_back(std::move(sum));
          }
        }
    return sums;
  }

  bool draw(const Sum& sum) {
    bool changed = false;
    const auto lower = [&](Number& number, std::int64_t to) {
      // A total that was moved misleads this reader; who meets a contradiction learns nothing of it.
      if (to >= number.most || to < number.least) return;
      number.most = std::max(to, number.least);
      changed = true;
    };
    const auto raise = [&](Number& number, std::int64_t to) {
      if (to <= number.least || to > number.most) return;
      number.least = to;
      changed = true;
    };
    std::int64_t least = 0;
    std::int64_t most = 0;
    for (const Key& key : sum.within) least += numbers_.at(key).least;
    for (const Key& key : sum.touching) most += numbers_.at(key).most;
    Number& total = numbers_.at(sum.total);
    raise(total, least);
    lower(total, most);
    for (const Key& key : sum.within) {
      Number& part = numbers_.at(key);
      lower(part, total.most - (least - part.least));
    }
    for (const Key& key : sum.touching) {
      Number& part = numbers_.at(key);
      raise(part, total.least - (most - part.most));
    }
    return changed;
  }

  std::map<Bucket, std::vector<Period>> periods_;
  std::map<Key, Number> numbers_;
  std::vector<Sum> sums_;
};

bool same(const PublicCount& one, const PublicCount& other) {
  return one.hidden == other.hidden && one.number == other.number;
}

}  // namespace

TEST_CASE("A period is told the same, whichever others are asked for with it", "[small-numbers][attack]") {
  const Year year{3, 1.5};
  for (const Bucket by : {Bucket::week, Bucket::month, Bucket::quarter}) {
    const auto all = year.told(by);
    const auto periods = Year::periods(by);
    const std::size_t at = periods.size() / 2;
    Year again{3, 1.5};
    const auto alone = public_tallies(again.tallies(), {periods[at]}, by);
    for (std::size_t cell = 0; cell < alone[0].size(); ++cell) CHECK(same(alone[0][cell], all[at][cell]));
  }
}

TEST_CASE("No output tells a number from 1 to 7, nor one that is no multiple of 5", "[small-numbers]") {
  for (const double posts_a_day : {0.1, 0.5, 2.0, 10.0}) {
    const Year year{11, posts_a_day};
    for (const Bucket by : {Bucket::week, Bucket::month, Bucket::quarter, Bucket::nhs_year}) {
      const auto told = year.told(by);
      const auto periods = Year::periods(by);
      for (std::size_t at = 1; at + 1 < told.size(); ++at)
        for (std::size_t cell = 0; cell < told[at].size(); ++cell) {
          const std::int64_t posts = year.count(periods[at], cell);
          if (posts >= 1 && posts <= 7) REQUIRE(told[at][cell].hidden);
          REQUIRE(told[at][cell].number % 5 == 0);
          if (!told[at][cell].hidden) REQUIRE(std::abs(told[at][cell].number - posts) <= 12);
        }
    }
  }
}

TEST_CASE("No part is told as more than its whole, for that would tell that the whole was moved",
          "[small-numbers][attack]") {
  Year empty{0, 0.0};
  DailyTallies& posts = empty.tallies();
  Tally& into = posts.days[40];
  // 26 and 7 by network: beside 25 and a hidden number 35 would tell 6 or 7.
  into[Cell::classified] = into[Cell::of(Sentiment::positive)] = into[Cell::of(Value::compassion)] = 33;
  into[Cell::of(Value::compassion, Direction::upheld)] = into[Cell::of(Kind::experience)] = 33;
  into[Cell::of_network(0)] = 26;
  into[Cell::of_network(1)] = 7;
  const PublicTally told = empty.told(Bucket::month)[1];
  CHECK(told[Cell::classified].number == 30);
  CHECK(told[Cell::of_network(0)].number == 25);
  CHECK(told[Cell::of_network(1)].hidden);
  for (const std::size_t cell : {Cell::of(Sentiment::positive), Cell::of(Value::compassion),
                                 Cell::of(Value::compassion, Direction::upheld), Cell::of(Kind::experience)})
    CHECK(told[cell].number == 30);
}

TEST_CASE("Of an inclusion group fewer posts are told than of others", "[small-numbers]") {
  const Year year{5, 2.0};
  const auto periods = Year::periods(Bucket::month);
  const auto told = year.told(Bucket::month);
  const std::size_t cell = Cell::of(Group::homeless_people);
  std::size_t between = 0;
  for (std::size_t at = 0; at < told.size(); ++at) {
    const std::int64_t posts = year.count(periods[at], cell);
    CHECK(told[at][cell].hidden == (posts > 0 && posts < 15));
    if (posts >= 8 && posts < 15) ++between;
  }
  CHECK(between > 0);
}

TEST_CASE("Complementary filters: all minus the other networks or kinds leaves three numbers open",
          "[small-numbers][attack]") {
  for (unsigned seed = 0; seed < 40; ++seed) {
    const Year year{seed, 0.4 + 0.1 * (seed % 20)};
    for (const PublicTally& told : year.told(Bucket::month)) {
      if (told[Cell::classified].hidden) continue;
      std::vector<std::vector<std::size_t>> ways(2);
      for (const Kind kind : all_of<Kind>()) ways[0].push_back(Cell::of(kind));
      for (std::size_t place = 0; place < kNetworks; ++place) ways[1].push_back(Cell::of_network(place));
      for (const auto& cells : ways)
        for (const std::size_t hidden : cells) {
          if (!told[hidden].hidden) continue;
          std::int64_t least = 0;
          std::int64_t most = 0;
          for (const std::size_t other : cells)
            if (other != hidden) {
              least += told[other].least;
              most += told[other].most;
            }
          const PublicCount& total = told[Cell::classified];
          const std::int64_t highest = std::min(told[hidden].most, total.most - least);
          const std::int64_t lowest = std::max(told[hidden].least, total.least - most);
          CHECK(highest - lowest + 1 >= 3);
        }
    }
  }
}

TEST_CASE(
    "Overlapping periods: a month minus its other weeks, a year minus its other months leave three open",
    "[small-numbers][attack]") {
  const std::pair<Bucket, Bucket> pairs[] = {{Bucket::month, Bucket::week},
                                             {Bucket::quarter, Bucket::month},
                                             {Bucket::quarter, Bucket::week},
                                             {Bucket::nhs_year, Bucket::month},
                                             {Bucket::nhs_year, Bucket::quarter}};
  for (unsigned seed = 0; seed < 20; ++seed) {
    const Year year{seed, 0.05 + 0.08 * seed};
    for (const auto& [by, shorter] : pairs) {
      const auto periods = Year::periods(by);
      const auto parts = Year::periods(shorter);
      const auto told = year.told(by);
      const auto told_parts = year.told(shorter);
      for (std::size_t at = 0; at < periods.size(); ++at)
        for (std::size_t cell = 0; cell < Cell::of_network(kNetworks); ++cell) {
          if (told[at][cell].hidden || told[at][cell].number == 0) continue;
          std::int64_t least = 0;
          for (std::size_t part = 0; part < parts.size(); ++part)
            if (parts[part].from >= periods[at].from && parts[part].to <= periods[at].to)
              least += told_parts[part][cell].least;
          for (std::size_t part = 0; part < parts.size(); ++part)
            if (told_parts[part][cell].hidden && parts[part].from >= periods[at].from &&
                parts[part].to <= periods[at].to) {
              const std::int64_t highest = told[at][cell].most - (least - told_parts[part][cell].least);
              REQUIRE(highest >= told_parts[part][cell].least + 2);
            }
        }
    }
  }
}

TEST_CASE("With every output of a year in hand and all conclusions drawn, no hidden number is known",
          "[small-numbers][attack]") {
  Reader::Found all;
  for (unsigned seed = 0; seed < 12; ++seed) {
    const Year year{100 + seed, 0.1 * (1 + seed * 2)};
    const Reader::Found found = Reader{year}.conclude();
    all.hidden += found.hidden;
    all.known += found.known;
    all.one_of_two += found.one_of_two;
  }
  INFO(all.known << " known, " << all.one_of_two << " one of two, of " << all.hidden);
  CHECK(all.hidden > 10'000);
  CHECK(all.known == 0);
  CHECK(all.one_of_two * 1000 < all.hidden);
}
