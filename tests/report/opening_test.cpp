#include "report/page/opening.h"

#include <catch2/catch.hpp>

#include "report/page/markdown.h"
#include "tests/report/reported_period.h"

using namespace nhs;
using namespace nhs::report;

namespace {

/// A chart with this mean and sigma, whose last point is part of a signal of so many rows.
ControlChart chart_of(Measure measure, double mean, double sigma, std::int64_t posts, XmrRule rule,
                      std::size_t rows = 1) {
  ControlChart chart{Value::compassion, Direction::breached, measure, {}, {}, {}};
  chart.points.resize(rows, {posts, 100, std::nullopt});
  Baseline baseline{0, rows - 1, rows, true, false, {}};
  baseline.limits.mean = mean;
  baseline.limits.moving_range = sigma * 1.128;
  chart.baselines = {baseline};
  Signal signal{rule, Side::high, {}, 0};
  for (std::size_t row = 0; row < rows; ++row) signal.rows.push_back(row);
  chart.signals = {signal};
  return chart;
}

bool opens(const ControlChart& chart) { return page::opens_report({{&chart}, {&chart.signals.front()}}); }

bool opens_at(Measure measure, double mean, double sigma, std::int64_t posts) {
  return opens(chart_of(measure, mean, sigma, posts, XmrRule::outside_limits));
}

}  // namespace

TEST_CASE("Four sigma open a report, what is just past its limits does not", "[page][opening]") {
  // Of 100 posts around 10%: counting alone makes sqrt(0.1 * 0.9 / 100) = 3 points. 11 points are 3.7 of
  // them, 13 are 4.3.
  CHECK_FALSE(opens_at(Measure::share, 0.1, 0.02, 21));
  CHECK(opens_at(Measure::share, 0.1, 0.02, 23));
  // Where weeks differ more than that, by 5 points, 13 are 2.6 and 21 are 4.2.
  CHECK_FALSE(opens_at(Measure::share, 0.1, 0.05, 23));
  CHECK(opens_at(Measure::share, 0.1, 0.05, 31));
  // Numbers around 16 differ by 4: 15 more are 3.75 of them, 17 more 4.25.
  CHECK_FALSE(opens_at(Measure::volume, 16, 1, 31));
  CHECK(opens_at(Measure::volume, 16, 1, 33));
}

TEST_CASE("A row opens a report when it is twelve long, a trend always, the outer third never",
          "[page][opening]") {
  const auto opens_in = [](XmrRule rule, std::size_t rows) {
    return opens(chart_of(Measure::share, 0.1, 0.02, 12, rule, rows));
  };
  CHECK_FALSE(opens_in(XmrRule::one_side_of_mean, 11));
  CHECK(opens_in(XmrRule::one_side_of_mean, 12));
  CHECK(opens_in(XmrRule::trend, 7));
  CHECK_FALSE(opens_in(XmrRule::outer_third, 2));
}

TEST_CASE("Slighter signals stand lower, with how many chance brings", "[page][opening]") {
  // One of 49 charts keeps its signal: 20% of 160 posts around 11%, 9 points of 2.47 each. 49 * 0.015 = 0.7.
  page::PeriodReport report = test::internal_report();
  for (ControlChart& chart : report.usual.charts)
    if (chart.value == Value::compassion && chart.direction == Direction::breached &&
        chart.measure == Measure::share)
      chart.baselines.back().limits.mean = 0.11;
    else
      chart.signals.clear();
  const std::string told = page::period_document(report).summary;
  INFO(told);
  CHECK(told.rfind("In week 47 of 2026, 160 posts were read", 0) == 0);
  CHECK(
      told.find(
          "Nothing was clearly more than the usual ups and downs. Slighter signals (by chance alone about 0.7 "
          "in 49 charts): compassion, fallen short of, above the usual, at 20% (usually up to 11%; 5% in the "
          "week before).") != std::string::npos);
  // A signal that opens stands first, and the sentence of the others claims nothing of it.
  const std::string both = page::period_document(test::internal_report()).summary;
  CHECK(both.rfind("More than the usual ups and downs: compassion, fallen short of", 0) == 0);
  CHECK(both.find(
            ". Slighter signals (by chance alone about 0.7 in 49 charts): the number of posts in which ") !=
        std::string::npos);
  CHECK(both.find("Nothing was clearly") == std::string::npos);
}

TEST_CASE("The public too is told how many signals are chance, at most", "[page][opening]") {
  // 45 charts of 14 months: 45 * 14 * 0.01 = 6.3, and 45 * 0.015 = 0.7 in the last.
  const std::string page = page::markdown(page::period_document(test::public_report()));
  CHECK(page.find("By chance alone a hundred points give about one signal: in 45 charts of 14 months at most "
                  "about 6, 0.7 of them") != std::string::npos);
  CHECK(page.find("Slighter signals (by chance alone at most about 0.7 in 45 charts)") != std::string::npos);
}

TEST_CASE("Chance is told of all rows of a time reported, for signals of all of them are listed",
          "[page][opening]") {
  // Of the last 10 of the weeks 49 charts have every point: 49 * 9 * 0.01 + 49 * 0.015 = 5.1.
  page::PeriodReport report = test::internal_report();
  REQUIRE(report.rows.size() == 25);
  report.period.from = report.rows[15].period.from;
  const std::string told = page::period_document(report).summary;
  INFO(told);
  CHECK(told.find("(by chance alone about 5 in 49 charts)") != std::string::npos);
}

TEST_CASE("Nothing clear is said to the public of what could be looked at alone", "[page][opening]") {
  page::PeriodReport report = test::public_report();
  // The outer third never opens a report; two of the directions are hidden.
  for (ControlChart& chart : report.usual.charts)
    for (Signal& signal : chart.signals) signal.rule = XmrRule::outer_third;
  const std::string told = page::period_document(report).summary;
  INFO(told);
  CHECK(told.find("Nothing that could be looked at was clearly more than the usual ups and downs.") !=
        std::string::npos);
}
