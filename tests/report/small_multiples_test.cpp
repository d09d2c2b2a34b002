#include "report/small_multiples.h"

#include <catch2/catch.hpp>

#include "core/text.h"
#include "report/week_dates.h"
#include "tests/report/watched.h"
#include "tests/support/lines.h"

using namespace nhs;
using namespace nhs::report;
using namespace nhs::test;

namespace {

std::vector<Panel> six(std::size_t periods) {
  std::vector<Panel> panels;
  for (const char* title : {"one", "two", "three", "four", "five", "six"})
    panels.push_back({title, std::vector<std::optional<Share>>(periods, Share{0.2, 0.1, 0.4})});
  return panels;
}

const PanelAxis kAxis{"2026-W33", "2026-W48"};

}  // namespace

TEST_CASE("As many panels stand side by side as can be read", "[small multiples]") {
  CHECK(lines_of(small_multiples(six(12), kAxis, terminal_of(60))).front().find("two") != std::string::npos);
  CHECK(lines_of(small_multiples(six(12), kAxis, terminal_of(60))).size() == 3 * 7);
  CHECK(lines_of(small_multiples(six(12), kAxis, terminal_of(80))).size() == 3 * 7);
  CHECK(lines_of(small_multiples(six(12), kAxis, terminal_of(120))).size() == 2 * 7);
  CHECK(lines_of(small_multiples(six(12), kAxis, terminal_of(200))).size() == 7);
  CHECK(lines_of(small_multiples(six(50), kAxis, terminal_of(60))).size() == 6 * 7);
}

TEST_CASE("A panel has the share on its interval, and an empty place where nobody knows",
          "[small multiples]") {
  const std::vector<Panel> panels = {
      {"Compassion", {Share{0.5, 0.0, 1.0}, std::nullopt, Share{1.0, 1.0, 1.0}}}};
  const auto lines = lines_of(small_multiples(panels, kAxis, terminal_of(60)));
  REQUIRE(lines.size() == 7);
  CHECK(lines[0] == "Compassion");
  CHECK(lines[1] == "100% │  │       ●");
  CHECK(lines[2] == "     │  │");
  CHECK(lines[3] == "     │  ●");
  CHECK(lines[5] == "  0% │  │");
}

TEST_CASE("All panels have one scale", "[small multiples]") {
  const std::vector<Panel> panels = {{"high", {Share{0.8, 0.8, 0.8}}}, {"low", {Share{0.2, 0.2, 0.2}}}};
  const auto lines = lines_of(small_multiples(panels, kAxis, terminal_of(60)));
  CHECK(lines[1].find("80% │  ●") != std::string::npos);
  CHECK(lines[4].find("●") > lines[1].find("●"));
}

TEST_CASE("As many points as fit stay within the columns, over the periods that they begin and end with",
          "[small multiples]") {
  for (const std::size_t columns : {60U, 80U, 120U, 200U})
    for (const bool unicode : {true, false}) {
      Terminal terminal = terminal_of(columns);
      terminal.unicode = unicode;
      for (const std::size_t points :
           {std::size_t{2}, columns / 3, most_points_of_small_multiples(terminal)}) {
        std::vector<Panel> panels = six(points);
        for (Panel& panel : panels) panel.points.back() = Share{1, 1, 1};
        const auto lines = lines_of(small_multiples(panels, kAxis, terminal));
        for (const std::string& line : lines) CHECK(display_width(line) <= columns);
        CHECK(lines[1].find(unicode ? "●" : "o") != std::string::npos);
        CHECK(lines[6].find("      2026-W33 ") == 0);
        CHECK(lines[6].find(" 2026-W48") != std::string::npos);
      }
    }
}

TEST_CASE("The days beneath a panel stand whole at every width", "[small multiples]") {
  for (std::size_t columns = 60; columns <= 200; ++columns) {
    CAPTURE(columns);
    const auto lines = lines_of(small_multiples(six(7), {"2026-11-20", "2026-11-26"}, terminal_of(columns)));
    CHECK(lines[6].find("      2026-11-20 ") == 0);
    CHECK(lines[6].rfind(" 2026-11-26") == lines[6].size() - 11);
  }
}

TEST_CASE("Without points there is no drawing", "[small multiples]") {
  CHECK(small_multiples({}, kAxis, terminal_of(80)).empty());
  CHECK(small_multiples(six(0), kAxis, terminal_of(80)).empty());
  CHECK(lines_of(small_multiples({{"nothing", {std::nullopt}}}, kAxis, terminal_of(80))).size() == 7);
}

TEST_CASE("A quarter of the calendar says which of the NHS year it is", "[dates]") {
  const auto quarter = [](const char* day) {
    return period_holding(parse_day(day).value(), Bucket::quarter);
  };
  CHECK(with_dates(quarter("2026-08-01")) == "2026-Q3 (July to September 2026)");
  CHECK(
      calendar_quarter(quarter("2026-08-01")) ==
      "Quarters are those of the calendar year: 2026-Q3 is July to September 2026, 2026/27-Q2 of the NHS year.");
  const auto of_nhs_year = [&](const char* day) {
    const std::string told = calendar_quarter(quarter(day));
    return told.substr(told.find(", ") + 2, 10);
  };
  CHECK(of_nhs_year("2026-01-01") == "2025/26-Q4");
  CHECK(of_nhs_year("2026-04-01") == "2026/27-Q1");
  CHECK(of_nhs_year("2026-12-31") == "2026/27-Q3");
  CHECK(of_nhs_year("2028-03-31") == "2027/28-Q4");
  // Asked for by the NHS's own name, it keeps it.
  const Period asked = parse_period("2026/27-Q2", parse_day("2026-11-18").value()).value();
  CHECK(with_dates(asked) == "2026/27-Q2 (July to September 2026)");
  CHECK(calendar_quarter(asked).empty());
  CHECK(calendar_quarter(period_holding(asked.from, Bucket::month)).empty());
}

TEST_CASE("Weeks tell their dates, other periods do not need to", "[dates]") {
  const Period week = period_holding(parse_day("2026-11-18").value(), Bucket::week);
  const Period month = period_holding(parse_day("2026-11-18").value(), Bucket::month);
  CHECK(with_dates(week) == "2026-W47 (16 to 22 November 2026)");
  CHECK(with_dates(month) == "2026-11");
  CHECK(short_date(week.from) == "16 Nov");
  store::TrendRow row;
  row.period = week;
  CHECK(beginnings_of_weeks({row}) == "Weeks begin on Monday: 2026-W47 on 16 November 2026.");
  row.period = month;
  CHECK(beginnings_of_weeks({row}).empty());
  CHECK(beginnings_of_weeks({}).empty());
}
