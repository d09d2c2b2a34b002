#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <sstream>

#include "core/text.h"
#include "report/comparison.h"
#include "report/coverage_view.h"
#include "report/signals_view.h"
#include "report/trends_view.h"
#include "tests/report/watched.h"
#include "tests/support/golden.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::report;
using namespace nhs::test;

// What people and scripts see of the four commands that draw, kept as files: with data and gaps, with one
// post and with none. The numbers follow a fixed rule and the clock stands still.

namespace {

store::TrendRow row_of(const Period& period, std::int64_t posts, std::int64_t turn) {
  store::TrendRow row;
  row.period = period;
  row.posts = row.classified = posts;
  row.unclassified = posts / 20;
  row.authors = posts * 4 / 5;
  row.copies = posts / 30;
  row.sentiment.posts = {posts / 2, posts - posts / 2 - posts / 4, posts / 4};
  for (const Value value : all_of<Value>()) {
    const auto place = static_cast<std::int64_t>(index_of(value));
    store::ValueCounts& counts = row.values[index_of(value)];
    counts.posts = posts * (1 + (turn * (place + 1)) % 5) / (6 + 2 * place);
    counts.directions = {counts.posts / 2, counts.posts / 4,
                         counts.posts - counts.posts / 2 - counts.posts / 4};
    counts.sentiment.posts = {counts.posts / 2, counts.posts - counts.posts / 2, 0};
  }
  if (posts > 0) row.models = {{"2026.11", posts}};
  return row;
}

/// Sixteen weeks up to a running one: of one nothing was collected, of one a part, one has few posts, and in
/// the last whole one compassion came up far more than usual.
store::TrendsResult weeks_with_gaps() {
  store::TrendsResult trends;
  trends.model = "2026.11";
  trends.timezone = "Europe/London";
  for (const Period& week : periods_between(day("2026-08-10"), day("2026-11-27"), Bucket::week)) {
    const auto turn = static_cast<std::int64_t>(trends.rows.size());
    trends.rows.push_back(row_of(week, 40 + turn * 7 % 11, turn));
  }
  trends.rows[4] = row_of(trends.rows[4].period, 0, 0);
  trends.rows[4].collected = store::Collected::none;
  trends.rows[6].collected = store::Collected::part;
  trends.rows[8] = row_of(trends.rows[8].period, 6, 1);
  store::TrendRow& last = trends.rows[14];
  last.values[index_of(Value::compassion)].posts = last.classified;
  last.values[index_of(Value::compassion)].directions = {2, last.classified - 2, 0};
  trends.rows.back().partial = true;
  return trends;
}

/// Three years of weeks, more than any terminal here has columns, with a summer of which nothing was
/// collected.
store::TrendsResult years_of_weeks() {
  store::TrendsResult trends = weeks_with_gaps();
  trends.rows.clear();
  for (const Period& week : periods_between(day("2023-11-27"), day("2026-11-27"), Bucket::week)) {
    const auto turn = static_cast<std::int64_t>(trends.rows.size());
    trends.rows.push_back(row_of(week, 40 + turn * 7 % 11, turn / 20));
  }
  for (std::size_t row = 80; row < 93; ++row) {
    trends.rows[row] = row_of(trends.rows[row].period, 0, 0);
    trends.rows[row].collected = store::Collected::none;
  }
  store::TrendRow& last = trends.rows[trends.rows.size() - 2];
  last.values[index_of(Value::compassion)].posts = last.classified;
  trends.rows.back().partial = true;
  return trends;
}

store::TrendsResult one_post() {
  store::TrendsResult trends = weeks_with_gaps();
  trends.rows = {row_of(trends.rows[14].period, 1, 1)};
  return trends;
}

store::TrendsResult no_post() {
  store::TrendsResult trends = weeks_with_gaps();
  trends.model.clear();
  for (store::TrendRow& row : trends.rows) row = row_of(row.period, 0, 0);
  return trends;
}

TrendsAsked asked_for(const store::TrendsResult& trends) {
  TrendsAsked asked;
  asked.since = trends.rows.front().period.from;
  asked.until = std::min(trends.rows.back().period.to, day("2026-11-27"));
  return asked;
}

SignalsFound found_in(const store::TrendsResult& trends) {
  const TrendsAsked asked = asked_for(trends);
  return {trends, asked, control_charts(trends, asked, {Measure::share, Measure::volume})};
}

Comparison compared(const store::TrendRow& first, const store::TrendRow& second) {
  return {{first, {}}, {second, {}}, "Europe/London", "", compare_shares(first, second, {})};
}

store::CoverageResult coverage_of(std::int64_t posts) {
  store::CoverageResult coverage;
  coverage.posts = posts;
  coverage.voices.classified = posts;
  coverage.voices.groups = {posts / 10, posts / 100, 0, posts / 400};
  if (posts > 0) coverage.voices.networks = {{"mastodon", posts, day("2026-11-22")}};
  for (int i = 0; i < 28; ++i) {
    const bool silent = posts < 28 || i % 10 == 3 || i % 10 == 6;
    coverage.voices.days.push_back({day("2026-10-26") + std::chrono::days{i}, silent ? 0 : 1 + i % 5,
                                    i % 10 == 6 ? store::Collected::none : store::Collected::whole});
  }
  store::SourceCoverage leeds;
  leeds.source = "leeds.example";
  leeds.posts = posts;
  leeds.fetches.asked = leeds.fetches.answered = 100;
  leeds.hours_answered = 90;
  leeds.hours_unanswered = 10;
  coverage.sources = {leeds};
  return coverage;
}

CoverageSurroundings around_weeks() {
  CoverageSurroundings around;
  around.period = {"2026-10-26 to 2026-11-22", day("2026-10-26"), day("2026-11-23")};
  around.configured_sources = {watched("leeds.example")};
  return around;
}

Terminal screen(std::size_t columns, bool unicode = true) {
  Terminal terminal = terminal_of(columns);
  terminal.unicode = unicode;
  return terminal;
}

void check_fits(const std::string& text, std::size_t columns) {
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    // A command to copy is not broken.
    CHECK((display_width(line) <= columns || line.find("  nhsvalues posts") == 0));
  }
}

/// As charts at all widths.
void check_drawn(const std::string& name, const std::function<std::string(const Terminal&)>& chart) {
  for (const std::size_t columns : {60U, 80U, 120U, 200U}) {
    const std::string drawn = chart(screen(columns));
    check_fits(drawn, columns);
    check_golden(name + ".chart-" + std::to_string(columns) + ".txt", drawn);
  }
  const std::string ascii = chart(screen(80, false));
  CHECK(std::all_of(ascii.begin(), ascii.end(), [](char c) { return c > 0; }));
  check_golden(name + ".chart-80-ascii.txt", ascii);
}

/// As tables at 80 columns and off a terminal, and as charts.
void check_shown(const std::string& name, const std::function<std::string(const Terminal&)>& table,
                 const std::function<std::string(const Terminal&)>& chart) {
  check_golden(name + ".table.txt", table(screen(80)));
  Terminal file = screen(80);
  file.interactive = false;
  check_golden(name + ".table-in-a-file.txt", table(file));
  check_drawn(name, chart);
}

struct Case {
  const char* name;
  store::TrendsResult trends;
};

std::vector<Case> cases() {
  return {{"weeks", weeks_with_gaps()}, {"one-post", one_post()}, {"no-post", no_post()}};
}

}  // namespace

TEST_CASE("Trends look as they did, in every format", "[golden]") {
  for (const Case& each : cases()) {
    const std::string name = std::string{"trends."} + each.name;
    const TrendsAsked asked = asked_for(each.trends);
    check_shown(
        name, [&](const Terminal& terminal) { return trends_table(each.trends, asked, terminal); },
        [&](const Terminal& terminal) { return trends_chart(each.trends, asked, terminal); });
    check_golden(name + ".json", trends_json(each.trends, asked));
    check_golden(name + ".ndjson", trends_ndjson(each.trends));
    check_golden(name + ".csv", trends_csv(each.trends));
  }
}

TEST_CASE("Signals look as they did, in every format", "[golden]") {
  for (const Case& each : cases()) {
    const std::string name = std::string{"signals."} + each.name;
    const SignalsFound found = found_in(each.trends);
    check_shown(
        name, [&](const Terminal& terminal) { return signals_table(found, terminal); },
        [&](const Terminal& terminal) { return signals_chart(found, terminal); });
    check_golden(name + ".json", signals_json(found));
    check_golden(name + ".ndjson", signals_ndjson(found));
    check_golden(name + ".csv", signals_csv(found));
  }
}

TEST_CASE("Drawings of more periods than there are columns say what they draw", "[golden]") {
  const store::TrendsResult trends = years_of_weeks();
  const TrendsAsked asked = asked_for(trends);
  check_drawn("trends.years",
              [&](const Terminal& terminal) { return trends_chart(trends, asked, terminal); });
  const std::string narrow = trends_chart(trends, asked, screen(60));
  CHECK(narrow.find("over time, up to 8 weeks a mark (highest ") != std::string::npos);
  CHECK(narrow.find("from 2023-W48 to 2026-W48, up to 3 weeks a mark") != std::string::npos);
  const SignalsFound found = found_in(trends);
  check_drawn("signals.years", [&](const Terminal& terminal) { return signals_chart(found, terminal); });
  CHECK(
      signals_chart(found, screen(60))
          .find(
              "There is room to draw the newest 52 of 157 weeks, from\n2025-W49 to 2026-W48; the numbers are of all.") !=
      std::string::npos);
}

TEST_CASE("Comparisons look as they did, in every format", "[golden]") {
  for (const Case& each : cases()) {
    const std::string name = std::string{"compare."} + each.name;
    const store::TrendRow& second = each.trends.rows.size() > 14 ? each.trends.rows[14] : each.trends.rows[0];
    const Comparison comparison = compared(weeks_with_gaps().rows[13], second);
    check_shown(
        name, [&](const Terminal& terminal) { return comparison_table(comparison, terminal); },
        [&](const Terminal& terminal) { return comparison_chart(comparison, terminal); });
    check_golden(name + ".json", comparison_json(comparison));
    check_golden(name + ".ndjson", comparison_ndjson(comparison));
    check_golden(name + ".csv", comparison_csv(comparison));
  }
}

TEST_CASE("Coverage looks as it did, in every format", "[golden]") {
  for (const auto& [what, posts] :
       std::vector<std::pair<std::string, std::int64_t>>{{"weeks", 414}, {"one-post", 1}, {"no-post", 0}}) {
    const std::string name = "coverage." + what;
    const store::CoverageResult coverage = coverage_of(posts);
    const CoverageSurroundings around = around_weeks();
    const auto table = [&coverage = coverage, &around](const Terminal& terminal) {
      return coverage_table(coverage, around, london(), terminal);
    };
    const auto chart = [&coverage = coverage, &around](const Terminal& terminal) {
      return coverage_chart(coverage, around, london(), terminal);
    };
    check_shown(name, table, chart);
    check_golden(name + ".json", coverage_json(coverage, around));
  }
}

TEST_CASE("In a chart the sentence comes first, then the table, then the drawings", "[golden]") {
  const store::TrendsResult trends = weeks_with_gaps();
  const auto in_order = [](const std::string& text, const std::vector<std::string>& parts) {
    std::size_t at = 0;
    for (const std::string& part : parts) {
      INFO(part << " in\n" << text);
      at = text.find(part, at);
      REQUIRE(at != std::string::npos);
    }
  };
  in_order(trends_chart(trends, asked_for(trends), screen(80)),
           {"posts from", "Period", "Posts by week", "Each value over time", "Lived up to"});
  in_order(signals_chart(found_in(trends), screen(80)),
           {"in 2026-W47 (16 to 22 November 2026)", "usually", "2026-W33", "2026-W47", "◆"});
  in_order(comparison_chart(compared(trends.rows[13], trends.rows[14]), screen(80)),
           {"2026-W46", "Share of posts", "in percentage points", "◆"});
  in_order(coverage_chart(coverage_of(414), around_weeks(), london(), screen(80)),
           {"414 posts", "Source", "Hours answered", "Day by day"});
}
