#include "report/public_tally.h"

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "tests/report/attacker.h"

using namespace nhs;
using namespace nhs::report;
using namespace nhs::test;

namespace {

std::vector<Period> periods(Bucket by) { return periods_between(made_up_year().from, made_up_year().to, by); }

bool same(const PublicTally& one, const PublicTally& other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](const PublicCount& a, const PublicCount& b) {
                      return a.hidden == b.hidden && a.number == b.number;
                    });
}

/// All posts of April 2025 on one day.
DailyTallies april(std::size_t networks) {
  DailyTallies posts;
  posts.first = made_up_year().from;
  posts.networks = networks;
  posts.days.assign(1, Tally(Cell::of_network(networks)));
  posts.settled = parse_day("2025-05-03").value();
  posts.groups_shown_from = 15;
  return posts;
}

/// So many posts by sentiment, all experiences, all on one network, each about compassion, which is upheld.
DailyTallies april_by_sentiment(const std::array<std::int64_t, 3>& counts) {
  DailyTallies posts = april(1);
  Tally& day = posts.days[0];
  for (const Sentiment sentiment : all_of<Sentiment>()) {
    day[Cell::of(sentiment)] = counts[index_of(sentiment)];
    day[Cell::classified] += counts[index_of(sentiment)];
  }
  for (const std::size_t all : {Cell::of(Kind::experience), Cell::of_network(0), Cell::of(Value::compassion),
                                Cell::of(Value::compassion, Direction::upheld)})
    day[all] = day[Cell::classified];
  return posts;
}

PublicTally told_of_april(const DailyTallies& posts) {
  return public_tallies(posts, {periods(Bucket::month).front()}, Bucket::month).front();
}

/// Hidden is -1.
std::int64_t as_read(const PublicCount& told) { return told.hidden ? -1 : told.number; }

struct NamedCrowd {
  std::string name;
  Crowd crowd;
};

/// What posts may be like, from a handful in a month to many: all from one network, from many, on one value,
/// all upheld, nearly all alike.
std::vector<NamedCrowd> crowds() {
  std::vector<NamedCrowd> all;
  for (const double posts_a_day : {0.1, 0.6, 1.5, 5.0}) {
    Crowd usual;
    usual.posts_a_day = posts_a_day;
    all.push_back({"usual", usual});
    Crowd one_network = usual;
    one_network.networks = {1};
    all.push_back({"one network", one_network});
    Crowd one_value = usual;
    one_value.values = {0.5, 0, 0, 0, 0, 0};
    one_value.networks = {5, 3, 2, 1, 1, 1, 1, 1};
    all.push_back({"one value, eight networks", one_value});
    Crowd alike = usual;
    alike.sentiments = {20, 1, 1};
    alike.kinds = {30, 1, 1, 1, 1};
    alike.networks = {20, 1};
    alike.values = {1, 0.9, 0.02, 0, 0.02, 0.5};
    alike.directions = {20, 1, 1};
    all.push_back({"all alike", alike});
  }
  return all;
}

}  // namespace

TEST_CASE("A period is told the same, whichever others are asked for with it", "[small-numbers][attack]") {
  const DailyTallies posts = days_of(Crowd{}, 3);
  for (const Bucket by : kToldToOthers) {
    const auto asked = periods(by);
    const auto all = public_tallies(posts, asked, by);
    for (const std::size_t at : {std::size_t{0}, asked.size() / 2})
      CHECK(same(public_tallies(posts, {asked[at]}, by).front(), all[at]));
  }
}

TEST_CASE("What is told of a period does not change with what is posted and told after it",
          "[small-numbers][attack]") {
  DailyTallies posts = days_of(Crowd{}, 4);
  const auto months = public_tallies(posts, periods(Bucket::month), Bucket::month);
  const auto quarters = public_tallies(posts, periods(Bucket::quarter), Bucket::quarter);
  posts.days.resize(183);  // what is known on 1 October
  posts.settled = parse_day("2025-10-01").value();
  for (std::size_t month = 0; month < 6; ++month)
    CHECK(same(public_tallies(posts, {periods(Bucket::month)[month]}, Bucket::month).front(), months[month]));
  for (std::size_t quarter = 0; quarter < 2; ++quarter)
    CHECK(same(public_tallies(posts, {periods(Bucket::quarter)[quarter]}, Bucket::quarter).front(),
               quarters[quarter]));
}

TEST_CASE("Every number that is told is the nearest 5, and none from 1 to 7 is", "[small-numbers]") {
  for (const NamedCrowd& each : crowds()) {
    const DailyTallies posts = days_of(each.crowd, 11);
    for (const Bucket by : kToldToOthers) {
      const auto told = public_tallies(posts, periods(by), by);
      for (std::size_t at = 0; at < told.size(); ++at) {
        const Tally counts = count_of_days(posts, periods(by)[at]);
        for (std::size_t cell = 0; cell < counts.size(); ++cell) {
          if (counts[cell] >= 1 && counts[cell] <= 7) REQUIRE(told[at][cell].hidden);
          if (!told[at][cell].hidden) REQUIRE(told[at][cell].number == public_count(counts[cell]).number);
        }
      }
    }
  }
}

TEST_CASE("Of an inclusion group fewer posts are told than of others", "[small-numbers]") {
  DailyTallies posts = april_by_sentiment({30, 20, 10});
  const std::size_t cell = Cell::of(Group::homeless_people);
  posts.days[0][cell] = 14;
  CHECK(told_of_april(posts)[cell].hidden);
  posts.days[0][cell] = 15;
  CHECK(told_of_april(posts)[cell].number == 15);
}

TEST_CASE("Of a hidden whole no part is told, not that it is zero, and nothing beside it",
          "[small-numbers][attack]") {
  DailyTallies posts = april_by_sentiment({3, 0, 0});
  posts.days[0][Cell::unclassified] = 20;
  for (const PublicCount& count : told_of_april(posts)) CHECK(count.hidden);
  DailyTallies of_value = april_by_sentiment({20, 10, 10});
  of_value.days[0][Cell::of(Value::compassion)] = 4;
  of_value.days[0][Cell::of(Value::compassion, Direction::upheld)] = 4;
  const PublicTally told = told_of_april(of_value);
  for (const Direction direction : all_of<Direction>())
    CHECK(told[Cell::of(Value::compassion, direction)].hidden);
  CHECK(told[Cell::of(Value::improving_lives)].number == 0);
}

TEST_CASE("Where nobody posted everything is zero, and where all are alike nothing is hidden",
          "[small-numbers]") {
  for (const PublicCount& count : told_of_april(april_by_sentiment({0, 0, 0}))) CHECK(as_read(count) == 0);
  const PublicTally alike = told_of_april(april_by_sentiment({20, 0, 0}));
  CHECK(as_read(alike[Cell::of(Sentiment::positive)]) == 20);
  CHECK(as_read(alike[Cell::of(Sentiment::negative)]) == 0);
}

TEST_CASE("Totals minus parts: a part that would leave too few for another is hidden with it",
          "[small-numbers][attack]") {
  // 40 less 40 would leave 1 to 4 for the other two together.
  const PublicTally lopsided = told_of_april(april_by_sentiment({38, 1, 1}));
  CHECK(as_read(lopsided[Cell::classified]) == 40);
  for (const Sentiment sentiment : all_of<Sentiment>()) CHECK(lopsided[Cell::of(sentiment)].hidden);
  // 25 and 10 of 40 leave 1 to 11 for the third; 25 and 15 would leave 1 to 6, so 25 is told alone.
  const PublicTally usual = told_of_april(april_by_sentiment({25, 10, 5}));
  CHECK(as_read(usual[Cell::of(Sentiment::positive)]) == 25);
  CHECK(as_read(usual[Cell::of(Sentiment::neutral)]) == 10);
  CHECK(usual[Cell::of(Sentiment::negative)].hidden);
  const PublicTally close = told_of_april(april_by_sentiment({25, 13, 2}));
  CHECK(as_read(close[Cell::of(Sentiment::positive)]) == 25);
  CHECK(close[Cell::of(Sentiment::neutral)].hidden);
  CHECK(close[Cell::of(Sentiment::negative)].hidden);
}

TEST_CASE("A breakdown that hides nothing does not give away what another one of the same posts hides",
          "[small-numbers][attack]") {
  // 42 posts, so 40: from one network 13, 13 and 16, so 15, 15 and 15, which are 43 to 51 at first sight and
  // 39 at least; by sentiment 33, 7 and 2.
  DailyTallies posts = april(3);
  Tally& day = posts.days[0];
  day[Cell::classified] = day[Cell::of(Kind::experience)] = 42;
  day[Cell::of_network(0)] = day[Cell::of_network(1)] = 13;
  day[Cell::of_network(2)] = 16;
  day[Cell::of(Sentiment::positive)] = 33;
  day[Cell::of(Sentiment::neutral)] = 7;
  day[Cell::of(Sentiment::negative)] = 2;
  DailyTallies year = posts;
  year.days.resize(365, Tally(Cell::of_network(3)));
  year.settled = parse_day("2026-06-01").value();
  const Attacker attacker{year, Attacker::Guess::which_are_small};
  REQUIRE_FALSE(attacker.contradicted());
  for (std::size_t at = 0; at < attacker.numbers().size(); ++at) {
    const Attacker::Number& number = attacker.numbers()[at];
    if (number.by != Bucket::month || !number.hidden || number.truth < 1 || number.truth > 7) continue;
    INFO(number.cell);
    CHECK(attacker.range_of(at).least <= 1);
    CHECK(attacker.range_of(at).most >= 7);
  }
}

TEST_CASE(
    "Whoever tries every month and knows the rule finds each number from 1 to 7 possible in a small one",
    "[small-numbers][attack]") {
  // Each of the parts may be any of these, to somebody who knows what is told of every April there may be.
  using Possible = std::array<std::set<std::int64_t>, 3>;
  const auto try_all = [](std::int64_t from, std::int64_t to) {
    std::map<std::vector<std::int64_t>, Possible> by_output;
    for (std::int64_t total = from; total <= to; ++total)
      for (std::int64_t one = 0; one <= total; ++one)
        for (std::int64_t other = 0; one + other <= total; ++other) {
          const std::array<std::int64_t, 3> counts = {one, other, total - one - other};
          const PublicTally told = told_of_april(april_by_sentiment(counts));
          std::vector<std::int64_t> output;
          for (const Sentiment sentiment : all_of<Sentiment>())
            output.push_back(as_read(told[Cell::of(sentiment)]));
          for (std::size_t part = 0; part < 3; ++part) by_output[output][part].insert(counts[part]);
        }
    return by_output;
  };
  for (const auto& [output, possible] : try_all(18, 22))
    for (std::size_t part = 0; part < 3; ++part)
      if (output[part] < 0)
        for (std::int64_t number = 1; number <= 7; ++number) CHECK(possible[part].count(number) == 1);
  // In a larger one it may show that a part was hidden for another's sake, and so which of the two are left.
  for (const auto& [output, possible] : try_all(38, 42))
    for (std::size_t part = 0; part < 3; ++part)
      if (output[part] < 0) {
        INFO(output[0] << ", " << output[1] << ", " << output[2]);
        CHECK(possible[part].size() >= 6);
        CHECK(std::count_if(possible[part].begin(), possible[part].end(),
                            [](auto number) { return number <= 7; }) >= 3);
      }
}

TEST_CASE("Of two networks both are hidden, or none", "[small-numbers][attack]") {
  DailyTallies posts = april(2);
  Tally& day = posts.days[0];
  day[Cell::classified] = 40;
  day[Cell::of(Kind::experience)] = day[Cell::of(Sentiment::positive)] = 40;
  day[Cell::of_network(0)] = 35;
  day[Cell::of_network(1)] = 5;
  CHECK(told_of_april(posts)[Cell::of_network(0)].hidden);
  CHECK(told_of_april(posts)[Cell::of_network(1)].hidden);
  day[Cell::of_network(0)] = 31;
  day[Cell::of_network(1)] = 9;
  CHECK(told_of_april(posts)[Cell::of_network(0)].number == 30);
  CHECK(told_of_april(posts)[Cell::of_network(1)].number == 10);
}

TEST_CASE("With every output of a year in hand and all conclusions drawn, each hidden number may be 1 to 7",
          "[small-numbers][attack]") {
  std::size_t hidden = 0;
  for (const NamedCrowd& each : crowds()) {
    const DailyTallies posts = days_of(each.crowd, 100);
    const Attacker attacker{posts, Attacker::Guess::nothing};
    INFO(each.name << ", " << each.crowd.posts_a_day << " posts a day");
    REQUIRE_FALSE(attacker.contradicted());
    for (std::size_t at = 0; at < attacker.numbers().size(); ++at) {
      const Attacker::Number& number = attacker.numbers()[at];
      if (!number.hidden || number.truth < 1 || number.truth >= number.shown_from) continue;
      ++hidden;
      INFO(number.period.label << " cell " << number.cell << ": " << number.truth);
      const Attacker::Range range = attacker.range_of(at);
      // Of a longer period it is told, by its months, that it has several hidden ones.
      if (number.by == Bucket::month) CHECK(range.least <= 1);
      CHECK(range.most >= std::max<std::int64_t>(7, range.least + 6));
    }
  }
  CHECK(hidden > 2'000);
}

TEST_CASE("Who guesses rightly which hidden numbers are the small ones still knows none of them",
          "[small-numbers][attack]") {
  std::size_t hidden = 0;
  std::size_t narrower = 0;
  for (const NamedCrowd& each : crowds()) {
    const DailyTallies posts = days_of(each.crowd, 200);
    const Attacker attacker{posts, Attacker::Guess::which_are_small};
    INFO(each.name << ", " << each.crowd.posts_a_day << " posts a day");
    REQUIRE_FALSE(attacker.contradicted());
    for (std::size_t at = 0; at < attacker.numbers().size(); ++at) {
      const Attacker::Number& number = attacker.numbers()[at];
      if (number.by != Bucket::month || !number.hidden || number.truth < 1 || number.truth > 7) continue;
      const Attacker::Range range = attacker.range_of(at);
      ++hidden;
      if (range.least > 1 || range.most < 7) ++narrower;
      CHECK(range.most > range.least);
    }
  }
  INFO(narrower << " narrower, of " << hidden);
  CHECK(hidden > 2'000);
  CHECK(narrower * 200 < hidden);
}

TEST_CASE("There are posts that give all that is told and have the other number where one is hidden",
          "[small-numbers][attack]") {
  // Not only sum by sum: whole years, in which every output comes out as it was.
  std::size_t searched = 0;
  std::size_t found = 0;
  for (const NamedCrowd& each : crowds()) {
    if (each.crowd.posts_a_day < 0.5 || each.crowd.posts_a_day > 2) continue;
    const DailyTallies posts = days_of(each.crowd, 300);
    const Attacker attacker{posts, Attacker::Guess::nothing};
    for (std::size_t at = 0; at < attacker.numbers().size(); at += 97) {
      const Attacker::Number& number = attacker.numbers()[at];
      if (number.by != Bucket::month || !number.hidden || number.truth < 1 || number.truth > 7) continue;
      for (const std::int64_t other : {1, 7}) {
        ++searched;
        if (attacker.finds_world_where(at, other)) ++found;
      }
    }
  }
  INFO(found << " found of " << searched);
  CHECK(searched > 20);
  CHECK(found == searched);
}

TEST_CASE("Posts of which nobody said of which kind they are hide no kind", "[small-numbers]") {
  DailyTallies posts = april_by_sentiment({63, 0, 0});
  // Welsh, and labelled by hand with a sentiment alone.
  posts.days[0][Cell::of(Kind::experience)] = 62;
  const PublicTally told = told_of_april(posts);
  CHECK(as_read(told[Cell::classified]) == 65);
  CHECK(as_read(told[Cell::of(Kind::experience)]) == 60);
}
