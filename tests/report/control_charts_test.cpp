#include "report/control_charts.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/report/weeks.h"

using namespace nhs;
using namespace nhs::report;
using namespace nhs::test;

namespace {

const ControlChart& chart_of(const std::vector<ControlChart>& charts, Measure measure,
                             std::optional<Value> value = Value::compassion,
                             std::optional<Direction> direction = Direction::breached) {
  const auto found = std::find_if(charts.begin(), charts.end(), [&](const ControlChart& chart) {
    return chart.measure == measure && chart.value == value && chart.direction == direction;
  });
  REQUIRE(found != charts.end());
  return *found;
}

std::vector<ControlChart> charts_of(const store::TrendsResult& trends, const TrendsAsked& asked = {}) {
  return control_charts(trends, asked, {Measure::share, Measure::volume});
}

using Rows = std::vector<std::size_t>;

}  // namespace

TEST_CASE("A week far above the others is a signal, in share and in number", "[signals]") {
  const auto charts = charts_of(weeks_breached({4, 6, 5, 7, 4, 5, 6, 4, 7, 5, 6, 5, 4, 20}));
  for (const Measure measure : {Measure::share, Measure::volume}) {
    const ControlChart& chart = chart_of(charts, measure);
    REQUIRE(chart.baselines.size() == 1);
    CHECK(chart.baselines.front().enough);
    REQUIRE(chart.signals.size() == 1);
    CHECK(chart.signals.front().rule == XmrRule::outside_limits);
    CHECK(chart.signals.front().side == Side::high);
    CHECK(chart.signals.front().rows == Rows{13});
  }
}

TEST_CASE("Every value has a chart in each direction and in any, and all posts have one of their number",
          "[signals]") {
  const store::TrendsResult trends = weeks_breached({1, 2, 3});
  CHECK(charts_of(trends).size() == 6 * 4 * 2 + 1);
  TrendsAsked narrow;
  narrow.values = {Value::compassion};
  CHECK(charts_of(trends, narrow).size() == 4 * 2);
  narrow.direction = Direction::breached;
  CHECK(charts_of(trends, narrow).size() == 2);
  CHECK(control_charts(trends, narrow, {Measure::share}).size() == 1);
}

TEST_CASE("Eleven points have no limits, twelve have", "[signals]") {
  const auto eleven = charts_of(weeks_breached({5, 6, 5, 6, 5, 6, 5, 6, 5, 6, 40}));
  CHECK_FALSE(chart_of(eleven, Measure::share).baselines.front().enough);
  CHECK(chart_of(eleven, Measure::share).signals.empty());
  const auto twelve = charts_of(weeks_breached({5, 6, 5, 6, 5, 6, 5, 6, 5, 6, 5, 40}));
  CHECK(chart_of(twelve, Measure::share).baselines.front().enough);
  // The high week also lifts the mean, above which no other then lies.
  CHECK(chart_of(twelve, Measure::share).signals.size() == 2);
}

TEST_CASE("What is partial or was not collected takes no part, and is not zero", "[signals]") {
  store::TrendsResult trends = weeks_breached({4, 6, 5, 7, 0, 5, 6, 4, 7, 5, 6, 5, 4, 40});
  trends.rows[4].collected = store::Collected::none;
  trends.rows[13].partial = true;
  const ControlChart chart = chart_of(charts_of(trends), Measure::volume);
  CHECK(chart.points[4].left_out == LeftOut::not_collected);
  CHECK(chart.points[13].left_out == LeftOut::partial);
  CHECK(chart.baselines.front().points == 12);
  CHECK(chart.baselines.front().limits.mean == Approx(64.0 / 12));
  CHECK(chart.signals.empty());
  trends.rows[4].collected = store::Collected::whole;
  CHECK(chart_of(charts_of(trends), Measure::volume).baselines.front().limits.mean == Approx(64.0 / 13));
}

TEST_CASE("A share wants ten posts to be taken of, a number does not", "[signals]") {
  store::TrendsResult trends = weeks_breached({4, 6, 5, 7, 4, 5, 6, 4, 7, 5, 6, 5, 4});
  trends.rows[2].classified = 9;
  const auto charts = charts_of(trends);
  CHECK(chart_of(charts, Measure::share).points[2].left_out == LeftOut::too_few_posts);
  CHECK(chart_of(charts, Measure::share).baselines.front().points == 12);
  CHECK_FALSE(chart_of(charts, Measure::volume).points[2].left_out);
}

TEST_CASE("Another model begins another baseline, and a period of two models is in neither", "[signals]") {
  std::vector<std::int64_t> posts(30, 5);
  for (std::size_t row = 15; row < posts.size(); ++row) posts[row] = 20;
  store::TrendsResult trends = weeks_breached(posts);
  for (std::size_t row = 15; row < posts.size(); ++row) trends.rows[row].models = {{"2026.12", 100}};
  const ControlChart whole = chart_of(charts_of(trends), Measure::share);
  REQUIRE(whole.baselines.size() == 2);
  CHECK(whole.baselines[0].last == 14);
  CHECK(whole.baselines[1].first == 15);
  CHECK(whole.baselines[1].limits.mean == Approx(0.2));
  CHECK(whole.signals.empty());

  trends.rows[15].models = {{"2026.11", 50}, {"2026.12", 50}};
  const ControlChart mixed = chart_of(charts_of(trends), Measure::share);
  CHECK(mixed.points[15].left_out == LeftOut::several_models);
  CHECK(mixed.baselines[1].first == 16);

  for (store::TrendRow& row : trends.rows) row.models = {{"2026.11", 100}};
  const ControlChart one = chart_of(charts_of(trends), Measure::share);
  CHECK(one.baselines.size() == 1);
  CHECK_FALSE(one.signals.empty());
}

TEST_CASE("Limits are possible ones", "[signals]") {
  const auto charts = charts_of(weeks_breached({0, 99, 1, 98, 2, 97, 0, 99, 1, 98, 2, 97}));
  const Baseline& share = chart_of(charts, Measure::share).baselines.front();
  CHECK(share.limits.lower == 0.0);
  CHECK(share.limits.upper == 1.0);
  CHECK(chart_of(charts, Measure::volume).baselines.front().limits.lower == 0.0);
  CHECK(chart_of(charts, Measure::volume).baselines.front().limits.upper > 100.0);
}

TEST_CASE("Of what is seldom a single post is no signal, and three at once are one", "[signals]") {
  const auto one = charts_of(weeks_breached({0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0}));
  CHECK(chart_of(one, Measure::volume).baselines.front().seldom);
  CHECK(chart_of(one, Measure::volume).signals.empty());
  const auto three = charts_of(weeks_breached({0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0}));
  REQUIRE(chart_of(three, Measure::volume).signals.size() == 1);
  CHECK(chart_of(three, Measure::volume).signals.front().rows == Rows{9});
}

TEST_CASE("Two weeks outside the limits are told once, not as an outer third too", "[signals]") {
  const ControlChart chart =
      chart_of(charts_of(weeks_breached({4, 6, 5, 7, 4, 5, 6, 4, 7, 5, 6, 5, 4, 6, 5, 6, 4, 40, 41})),
               Measure::volume);
  const auto told = [&](XmrRule rule) {
    return std::count_if(chart.signals.begin(), chart.signals.end(),
                         [&](const Signal& signal) { return signal.rule == rule; });
  };
  CHECK(told(XmrRule::outside_limits) == 2);
  CHECK(told(XmrRule::outer_third) == 0);
}

namespace {

std::ptrdiff_t told(const ControlChart& chart, XmrRule rule, Side side) {
  return std::count_if(chart.signals.begin(), chart.signals.end(),
                       [&](const Signal& signal) { return signal.rule == rule && signal.side == side; });
}

}  // namespace

TEST_CASE("A period whose posts no longer have what was asked for takes no part", "[signals]") {
  // Week 9 would lie below the limits: mean 19.75, mean range 52 / 15, so from 10.5 to 29.
  store::TrendsResult trends =
      weeks_breached({21, 20, 21, 22, 21, 20, 21, 22, 2, 21, 20, 21, 22, 21, 20, 21});
  trends.rows[8].lacks_what_is_asked = true;
  trends.rows[8].collected = store::Collected::part;
  for (const Measure measure : {Measure::share, Measure::volume}) {
    const ControlChart chart = chart_of(charts_of(trends), measure);
    CHECK(chart.points[8].left_out == LeftOut::without_texts);
    CHECK(chart.baselines.front().points == 15);
    CHECK(chart.signals.empty());
  }
  CHECK(id_of_left_out(LeftOut::without_texts) == "without_texts");
}

TEST_CASE("A period that is missing ends a row and a twosome", "[signals]") {
  const std::vector<std::int64_t> posts = {5, 6, 5, 6, 5, 6, 5, 6, 5, 9, 9, 9, 0, 9, 9, 9, 9};
  store::TrendsResult trends = weeks_breached(posts);
  trends.rows[12].collected = store::Collected::none;
  CHECK(told(chart_of(charts_of(trends), Measure::volume), XmrRule::one_side_of_mean, Side::high) == 0);
  trends = weeks_breached({5, 6, 5, 6, 5, 6, 5, 6, 5, 9, 9, 9, 9, 9, 9, 9});
  CHECK(told(chart_of(charts_of(trends), Measure::volume), XmrRule::one_side_of_mean, Side::high) == 1);

  // Mean 21.8, limits about 5 and 38: 35 lies in the outer third.
  const std::vector<std::int64_t> two = {20, 15, 20, 15, 25, 20, 15, 25, 20, 15, 35, 0, 35, 20, 25};
  trends = weeks_breached(two);
  trends.rows[11].collected = store::Collected::none;
  CHECK(told(chart_of(charts_of(trends), Measure::volume), XmrRule::outer_third, Side::high) == 0);
  trends.rows.erase(trends.rows.begin() + 11);
  CHECK(told(chart_of(charts_of(trends), Measure::volume), XmrRule::outer_third, Side::high) == 1);
}

TEST_CASE("Few posts of a period collected in part are no signal, many are, and a share is one",
          "[signals]") {
  store::TrendsResult trends = weeks_breached({20, 22, 21, 23, 20, 22, 21, 23, 20, 22, 21, 23, 2});
  for (const Measure measure : {Measure::share, Measure::volume})
    CHECK(told(chart_of(charts_of(trends), measure), XmrRule::outside_limits, Side::low) == 1);
  trends.rows.back().collected = store::Collected::part;
  const auto part = charts_of(trends);
  CHECK(chart_of(part, Measure::volume).signals.empty());
  CHECK(told(chart_of(part, Measure::share), XmrRule::outside_limits, Side::low) == 1);

  trends = weeks_breached({20, 22, 21, 23, 20, 22, 21, 23, 20, 22, 21, 23, 40});
  trends.rows.back().collected = store::Collected::part;
  CHECK(told(chart_of(charts_of(trends), Measure::volume), XmrRule::outside_limits, Side::high) == 1);
}

TEST_CASE("A number does not rise from a period collected in part, nor stay low through one", "[signals]") {
  store::TrendsResult trends = weeks_breached({9, 8, 9, 8, 9, 8, 9, 2, 4, 5, 6, 7, 8, 9, 10});
  CHECK(told(chart_of(charts_of(trends), Measure::volume), XmrRule::trend, Side::high) == 1);
  trends.rows[7].collected = trends.rows[8].collected = store::Collected::part;
  CHECK(told(chart_of(charts_of(trends), Measure::volume), XmrRule::trend, Side::high) == 0);
  CHECK(told(chart_of(charts_of(trends), Measure::share), XmrRule::trend, Side::high) == 1);

  trends = weeks_breached({9, 8, 9, 8, 9, 8, 9, 5, 4, 5, 4, 5, 4, 5});
  CHECK(told(chart_of(charts_of(trends), Measure::volume), XmrRule::one_side_of_mean, Side::low) == 1);
  trends.rows[10].collected = store::Collected::part;
  CHECK(told(chart_of(charts_of(trends), Measure::volume), XmrRule::one_side_of_mean, Side::low) == 0);
}

TEST_CASE("What number is usual is told of periods collected whole alone", "[signals]") {
  store::TrendsResult trends = weeks_breached({2, 20, 22, 21, 23, 20, 22, 21, 23, 20, 22, 21, 23});
  trends.rows.front().collected = store::Collected::part;
  const ControlChart number = chart_of(charts_of(trends), Measure::volume);
  CHECK(number.baselines.front().points == 12);
  CHECK(number.baselines.front().limits.mean == Approx(21.5));
  CHECK(number.signals.empty());
  CHECK(chart_of(charts_of(trends), Measure::share).baselines.front().points == 13);
  trends.rows.pop_back();
  CHECK_FALSE(chart_of(charts_of(trends), Measure::volume).baselines.front().enough);
}

TEST_CASE("There is no outer third towards a limit that is not possible", "[signals]") {
  // Mean 7.1, moving ranges of 4.2: the lower limit would be -4, and its outer third begins at -0.4 only;
  // with the limits moved to 0.5 and below, zeros would be near it.
  const ControlChart low =
      chart_of(charts_of(weeks_breached({8, 9, 8, 9, 8, 9, 8, 9, 0, 0, 9, 8, 9, 8, 9, 8})), Measure::volume);
  REQUIRE(low.baselines.front().limits.lower > 0);
  CHECK(told(low, XmrRule::outside_limits, Side::low) == 2);
  const ControlChart clipped =
      chart_of(charts_of(weeks_breached({5, 9, 4, 9, 5, 9, 5, 8, 0, 0, 9, 5, 8, 5, 9, 5})), Measure::volume);
  REQUIRE(clipped.baselines.front().limits.lower == 0.0);
  CHECK(told(clipped, XmrRule::outer_third, Side::low) == 0);
}

TEST_CASE("Of high signals of single periods it matters who wrote them", "[signals]") {
  const auto charts = charts_of(weeks_breached({4, 6, 5, 7, 4, 5, 6, 4, 7, 5, 6, 5, 4, 20}));
  CHECK(rows_to_look_behind(chart_of(charts, Measure::share)) == Rows{13});
  CHECK(rows_to_look_behind(chart_of(charts, Measure::share, Value::improving_lives)).empty());
}

TEST_CASE("Rounding makes no signal: what is one is one whatever the numbers were",
          "[signals][small-numbers]") {
  // 28 28 29 28 32 31 31 33 28 30 28 32 33 30 27 28 28 30 31 28 30 28 29 29, to the nearest 5.
  std::vector<std::int64_t> told(24, 30);
  told[7] = told[12] = 35;
  told[14] = 25;
  const auto of = [&](std::int64_t rounded_by) {
    return chart_of(control_charts(weeks_breached(told), {}, {Measure::volume}, rounded_by), Measure::volume);
  };
  // Mean 725 / 24 = 30.2, moving ranges of 30 / 23 = 1.30: 35 lies above 33.7, and 11 weeks below the mean.
  CHECK(::told(of(0), XmrRule::outside_limits, Side::high) == 2);
  CHECK(::told(of(0), XmrRule::one_side_of_mean, Side::low) == 2);
  // Rounding moves by 0.4 x 4 = 1.6 alone: limits of 25.95 and 34.46, and 35 may be 33.
  CHECK(of(2).signals.empty());
  CHECK(of(2).baselines.front().limits.upper == Approx(725 / 24.0 + 2.66 * 1.6));
  told.back() = 45;
  CHECK(::told(of(2), XmrRule::outside_limits, Side::high) == 1);
}

TEST_CASE("A share of few posts beyond the limits is no signal where chance reaches there", "[signals]") {
  // 100 posts a week of which 20 to 22, then 8 of 27: 30%, and the range of that holds what is usual.
  store::TrendsResult trends = weeks_breached({20, 21, 20, 22, 21, 20, 21, 20, 22, 21, 20, 21, 20, 8});
  trends.rows[13].classified = 27;
  const auto charts = charts_of(trends);
  const ControlChart& few = chart_of(charts, Measure::share);
  CHECK(few.points[13].height(Measure::share) > few.baselines.front().limits.upper);
  CHECK(few.signals.empty());
  CHECK(few.points[13].beyond_by_few);

  trends = weeks_breached({20, 21, 20, 22, 21, 20, 21, 20, 22, 21, 20, 21, 20, 40});
  const auto of_many = charts_of(trends);
  const ControlChart& many = chart_of(of_many, Measure::share);
  CHECK(std::any_of(many.signals.begin(), many.signals.end(), [](const Signal& signal) {
    return signal.rule == XmrRule::outside_limits && signal.rows == Rows{13};
  }));
  CHECK_FALSE(many.points[13].beyond_by_few);
}
