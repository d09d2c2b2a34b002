#include "report/comparison.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "core/json.h"
#include "core/text.h"
#include "report/comparison_text.h"
#include "tests/report/weeks.h"
#include "tests/support/lines.h"

using namespace nhs;
using namespace nhs::report;
using namespace nhs::test;

namespace {

Comparison compared(store::TrendRow first, store::TrendRow second, const SharesAsked& asked = {}) {
  auto shares = compare_shares(first, second, asked);
  return {{std::move(first), {}}, {std::move(second), {}}, "Europe/London", "", std::move(shares)};
}

/// Two weeks of 100 posts.
Comparison breached(std::int64_t first, std::int64_t second, const SharesAsked& asked = {}) {
  const store::TrendsResult weeks = weeks_breached({first, second});
  return compared(weeks.rows[0], weeks.rows[1], asked);
}

const ComparedShare& compassion_breached(const Comparison& comparison) {
  return *std::find_if(comparison.shares.begin(), comparison.shares.end(), [](const ComparedShare& share) {
    return share.value == Value::compassion && share.direction == Direction::breached;
  });
}

std::string without_commands(const std::string& text) {
  std::istringstream lines{text};
  std::string rest;
  for (std::string line; std::getline(lines, line);)
    if (line.find("  nhsvalues posts") != 0) rest += line + "\n";
  return rest;
}

}  // namespace

TEST_CASE("A large difference is clear, a small one is not, in both directions", "[compare]") {
  CHECK(compassion_breached(breached(5, 30)).change == Change::more);
  CHECK(compassion_breached(breached(30, 5)).change == Change::fewer);
  CHECK(compassion_breached(breached(10, 13)).change == Change::not_clear);
  CHECK(compassion_breached(breached(10, 10)).change == Change::not_clear);
}

TEST_CASE("Too few posts are not tested, and said to be too few", "[compare]") {
  CHECK(compassion_breached(breached(0, 1)).change == Change::too_few);
  store::TrendsResult weeks = weeks_breached({5, 30});
  weeks.rows[0].classified = 9;
  const Comparison small = compared(weeks.rows[0], weeks.rows[1]);
  CHECK(compassion_breached(small).change == Change::too_few);
  CHECK_FALSE(compassion_breached(small).p);
  CHECK(comparison_sentence(small) ==
        "Too few posts to compare 2026-W01 (9 posts) and 2026-W02 (100 posts): 10 are wanted in each.");
}

TEST_CASE("What stands alone may not stand among many", "[compare]") {
  // 10 and 21 of 100: p = 0.032. Alone it is found; beside others that moved less it is not.
  SharesAsked alone;
  alone.values = {Value::compassion};
  alone.direction = Direction::breached;
  CHECK(compassion_breached(breached(10, 21, alone)).change == Change::more);
  store::TrendsResult weeks = weeks_breached({10, 21});
  for (store::TrendRow& row : weeks.rows)
    for (const Value value : {Value::improving_lives, Value::everyone_counts, Value::quality_of_care})
      row.values[index_of(value)].posts = row.values[index_of(value)].directions[0] = 20;
  CHECK(compassion_breached(compared(weeks.rows[0], weeks.rows[1])).change == Change::not_clear);
}

TEST_CASE("No change is clear whose own range holds 0", "[compare]") {
  // 0 of 30 and 6 of 50: pooled 0.075, variance 0.069375 * (1/30 + 1/50) = 0.0037, z = 0.12 / 0.060828 *
  // sqrt(79/80) = 1.960, p = 0.0499. Wilson: 0 to 0.1135, 0.0562 to 0.2380; 0.12 - sqrt(0.0638^2 + 0.1135^2)
  // = -0.010.
  store::TrendsResult weeks = weeks_breached({0, 6});
  weeks.rows[0].classified = 30;
  weeks.rows[1].classified = 50;
  SharesAsked alone;
  alone.values = {Value::compassion};
  alone.direction = Direction::breached;
  const Comparison comparison = compared(weeks.rows[0], weeks.rows[1], alone);
  const ComparedShare& row = compassion_breached(comparison);
  CHECK(row.p.value() == Approx(0.0499).margin(1e-4));
  CHECK(row.difference.low == Approx(-0.010).margin(1e-3));
  CHECK(row.change == Change::not_clear);
  CHECK_FALSE(row.only_alone());
}

TEST_CASE("With a decimal, too, some posts are not none and most are not all", "[compare]") {
  CHECK(share_in_words({2999, 3000}, 1) == ">99.9%");
  CHECK(share_in_words({1, 3000}, 1) == "<0.1%");
  CHECK(share_in_words({3000, 3000}, 1) == "100.0%");
  CHECK(share_in_words({0, 3000}, 1) == "0.0%");
  CHECK(share_in_words({2, 3000}, 1) == "0.1%");  // 0.067
  CHECK(share_in_words({2998, 3000}, 1) == "99.9%");
  CHECK(share_in_words({2999, 3000}, 0) == ">99%");
}

TEST_CASE("What is left out is not read with the others", "[compare]") {
  // As above; of compassion two rows are left that can be tested, both with p = 0.032.
  store::TrendsResult weeks = weeks_breached({10, 21});
  for (store::TrendRow& row : weeks.rows)
    for (const Value value : {Value::improving_lives, Value::everyone_counts, Value::quality_of_care})
      row.values[index_of(value)].posts = row.values[index_of(value)].directions[0] = 20;
  SharesAsked asked;
  asked.leaves_out = [](const ComparedShare& share) { return share.value != Value::compassion; };
  const Comparison comparison = compared(weeks.rows[0], weeks.rows[1], asked);
  CHECK(comparison.shares.size() == 4);
  CHECK(compassion_breached(comparison).change == Change::more);
}

TEST_CASE("Values, directions and sentiments are compared, or what was asked for", "[compare]") {
  CHECK(breached(1, 2).shares.size() == 6 * 4 + 3);
  SharesAsked asked;
  asked.sentiments = false;
  CHECK(breached(1, 2, asked).shares.size() == 6 * 4);
  asked.values = {Value::compassion, Value::respect_and_dignity};
  asked.direction = Direction::breached;
  CHECK(breached(1, 2, asked).shares.size() == 2);
}

TEST_CASE("A change is told in plain words", "[compare]") {
  const Comparison comparison = breached(5, 30);
  // Wilson: 5/100 is 0.0215 to 0.1118, 30/100 is 0.2189 to 0.3958; the sides 0.0811 and 0.0618, 0.0958 and
  // 0.0285 make 0.102 and 0.0999.
  CHECK(
      change_in_words(compassion_breached(comparison), comparison) ==
      "Compassion, fallen short of: more, 5% in 2026-W01 and 30% in 2026-W02 (+25 points, 95% range +15 to +35)");
  CHECK(comparison_sentence(comparison).find("between 2026-W01 (100 posts) and 2026-W02 (100 posts):") !=
        std::string::npos);
  // (1.96 + 0.842) * sqrt(0.25 * 2/100 * 200/199) = 0.199; at 10% 0.119.
  CHECK(
      comparison_sentence(breached(5, 6)) ==
      "Cannot tell whether anything changed between 2026-W01 (100 posts) and 2026-W02 (100 posts). With 100 and "
      "100 posts, true differences of about 20 points (12 where shares are near 10%) are told from chance four times "
      "in five, smaller ones less often, and all less often where 5 are read at once.");
  CHECK(points(-0.001, 0) == "0");
  CHECK(points(-0.106, 0) == "-11");
  CHECK(points(-0.106, 1) == "-10.6");
}

TEST_CASE("A period that is still running says so in the first sentence, and up to which day it is told",
          "[compare]") {
  const char* const running = "2026-W02 (100 posts up to 8 January 2026: it is still running)";
  for (const std::int64_t breaches : {6, 30}) {
    Comparison comparison = breached(5, breaches);
    comparison.second.counts.partial = true;
    comparison.today = parse_day("2026-01-08");
    CHECK(comparison_sentence(comparison).find(running) != std::string::npos);
    CHECK(comparison_sentence(comparison).find("2026-W01 (100 posts) and") != std::string::npos);
    comparison.today = std::nullopt;
    CHECK(comparison_sentence(comparison).find("(100 posts so far: it is still running)") !=
          std::string::npos);
  }
}

TEST_CASE("What makes two periods unequal is said beneath", "[compare]") {
  Comparison comparison = breached(5, 30);
  CHECK(some_hold(comparison_cautions(comparison), "classifier's own errors"));
  CHECK_FALSE(some_hold(comparison_cautions(comparison), "one version of the model"));
  comparison.second.counts.models = {{"2026.12", 100}};
  comparison.second.counts.partial = true;
  comparison.second.counts.collected = store::Collected::part;
  comparison.second.gaps.push_back({"one", UtcTime{}, UtcTime{} + std::chrono::hours{3}, "down"});
  comparison.second.counts.most_by_one_author = 30;
  const auto cautions = comparison_cautions(comparison);
  CHECK(some_hold(cautions,
                  "Not all was judged by one version of the model (2026-W01: 2026.11; 2026-W02: 2026.12)"));
  CHECK(some_hold(cautions, "2026-W02 is still running"));
  CHECK(some_hold(cautions, "2026-W02 was not wholly collected (1 gap, 3.0 hours)"));
  CHECK(some_hold(cautions, "30 of the 100 posts in 2026-W02 are by one author."));
  comparison.first.counts.collected = store::Collected::none;
  CHECK(some_hold(comparison_cautions(comparison), "Of 2026-W01 nothing was collected"));
}

TEST_CASE("Of a period of which nothing was collected no number is told, and it is not complete",
          "[compare]") {
  Comparison comparison = breached(5, 30);
  const auto complete = [&](std::string_view side) {
    const auto document = JsonDocument::parse(comparison_json(comparison));
    REQUIRE(document);
    return document->root()[side]["coverage"]["complete"].boolean();
  };
  CHECK(complete("first") == true);
  CHECK(complete("second") == true);
  comparison.first.counts.collected = store::Collected::part;
  CHECK(complete("first") == false);
  comparison.second.counts.collected = store::Collected::none;
  comparison.second.counts.posts = comparison.second.counts.classified = 0;
  CHECK(complete("second") == false);
  CHECK(comparison_sentence(comparison) ==
        "Cannot tell whether anything changed between 2026-W01 (100 posts) and 2026-W02 (not collected).");
}

TEST_CASE("A period whose posts no longer have what was asked for is said to be one", "[compare]") {
  Comparison comparison = breached(5, 30);
  comparison.first.counts.lacks_what_is_asked = true;  // each author once
  const auto said = [&] { return comparison_cautions(comparison); };
  CHECK(some_hold(said(), "Posts of 2026-W01 are kept without texts and authors (nhsvalues retention)"));
  comparison.first.counts.collected = store::Collected::part;
  CHECK(some_hold(said(), "2026-W01 was not wholly collected: posts may be missing."));
  comparison.first.counts.cannot_be_searched = true;
  comparison.first.counts.collected = store::Collected::none;
  comparison.first.counts.posts = comparison.first.counts.classified = 0;
  CHECK_FALSE(some_hold(said(), "collected"));
  CHECK(comparison_sentence(comparison) ==
        "Cannot tell whether anything changed between 2026-W01 (without texts) and 2026-W02 (100 posts).");
}

TEST_CASE("The JSON of a comparison has both sides, the range and the verdict", "[compare]") {
  const Comparison comparison = breached(5, 30);
  const auto document = JsonDocument::parse(comparison_json(comparison));
  REQUIRE(document);
  const JsonView root = document->root();
  CHECK(root["schema"].text() == "nhsvalues.compare/1");
  CHECK(root["first"]["period"].text() == "2026-W01");
  CHECK(root["second"]["classified"].integer() == 100);
  CHECK(root["second"]["collected"].text() == "whole");
  REQUIRE(root["rows"].size() == 27);
  bool found = false;
  for (std::size_t at = 0; at < root["rows"].size(); ++at) {
    const JsonView row = root["rows"].at(at);
    if (row["value"].text() != "compassion" || row["direction"].text() != "breached") continue;
    found = true;
    CHECK(row["sentiment"].is_null());
    CHECK(row["first"]["posts"].integer() == 5);
    CHECK(row["second"]["share"].number() == 0.3);
    CHECK(row["difference"].number() == 0.25);
    CHECK(row["low"].number() == Approx(0.148).margin(1e-3));
    CHECK(row["high"].number() == Approx(0.350).margin(1e-3));
    CHECK(row["change"].text() == "more");
  }
  CHECK(found);
  const std::string csv = comparison_csv(comparison);
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 1 + 27);
  CHECK(csv.find("compassion,breached,,2026-W01,5,100,0.0500,2026-W02,30,100,0.3000,0.2500,") !=
        std::string::npos);
  const std::string lines = comparison_ndjson(comparison);
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 27);
}

TEST_CASE("No p is written as nothing", "[compare]") {
  // 0 and 50 of 100: z = 0.5 / sqrt(0.1875 * 0.02) * sqrt(199/200) = 8.1, of which p is less than 1e-15.
  const Comparison comparison = breached(0, 50);
  CHECK(comparison_json(comparison).find("\"p\": 0.0,") == std::string::npos);
  CHECK(comparison_json(comparison).find("\"p\": 0.000001,") != std::string::npos);
  CHECK(comparison_csv(comparison).find(",0.000001,more") != std::string::npos);
}

TEST_CASE("Tables and charts of a comparison fit, with and without Unicode", "[compare]") {
  for (const std::size_t columns : {std::size_t{60}, std::size_t{80}, std::size_t{200}})
    for (const bool unicode : {true, false}) {
      Terminal terminal;
      terminal.columns = columns;
      terminal.unicode = unicode;
      terminal.interactive = true;
      const std::string chart = comparison_chart(breached(5, 30), terminal);
      INFO(chart);
      // A command to copy is not broken.
      CHECK(widest_line(without_commands(chart)) <= columns);
      CHECK(chart.find("95% range") != std::string::npos);
      CHECK(chart.find("+15 to +35  more\n") != std::string::npos);
      const bool ascii =
          std::all_of(chart.begin(), chart.end(), [](char c) { return static_cast<unsigned char>(c) < 128; });
      CHECK(ascii == !unicode);
      CHECK(chart.find("2 clear changes") != std::string::npos);
      CHECK(chart.find("\x1b[") == std::string::npos);
    }
}

TEST_CASE("A row that would be clear alone says why it is not", "[compare]") {
  store::TrendsResult weeks = weeks_breached({10, 21});
  for (store::TrendRow& row : weeks.rows)
    for (const Value value : {Value::improving_lives, Value::everyone_counts, Value::quality_of_care})
      row.values[index_of(value)].posts = row.values[index_of(value)].directions[0] = 20;
  const Comparison comparison = compared(weeks.rows[0], weeks.rows[1]);
  const ComparedShare& row = compassion_breached(comparison);
  REQUIRE(row.only_alone());
  CHECK(
      change_in_words(row, comparison)
          .find(
              "Compassion, fallen short of: cannot tell, 10% in 2026-W01 and 21% in 2026-W02 (+11 points, 95% "
              "range +1 to +21): the range leaves out 0, but of 11 rows about 0.6 do so by chance") == 0);
  Terminal wide;
  wide.columns = 200;
  CHECK(comparison_table(comparison, wide).find("cannot tell (see above)") != std::string::npos);
  CHECK(some_hold(comparison_cautions(comparison), "nhsvalues signals"));
}

TEST_CASE("One row alone is not read with others", "[compare]") {
  SharesAsked alone;
  alone.values = {Value::compassion};
  alone.direction = Direction::breached;
  CHECK_FALSE(some_hold(comparison_cautions(breached(5, 30, alone)), "at once"));
  CHECK(some_hold(comparison_cautions(breached(5, 30, alone)), "classifier's own errors"));
  CHECK(some_hold(comparison_cautions(breached(5, 30)), "at once"));
}

TEST_CASE("Percentages have a decimal where whole ones contradict each other", "[compare]") {
  // 3 and 13 of 200 and 110: 1.5% and 11.8%, 10.3 points; rounded 2, 12 and 10. 1 and 13 of 70 and 110: 1.4%,
  // 11.8%, 10.4: rounded 1, 12 and 10.
  store::TrendsResult weeks = weeks_breached({1, 13});
  weeks.rows[0].classified = 70;
  weeks.rows[1].classified = 110;
  const Comparison comparison = compared(weeks.rows[0], weeks.rows[1]);
  CHECK(change_in_words(compassion_breached(comparison), comparison)
            .find("1.4% in 2026-W01 and 11.8% in 2026-W02 (+10.4 points") != std::string::npos);
}

TEST_CASE("Of few posts counts are told, not shares", "[compare]") {
  store::TrendsResult weeks = weeks_breached({1, 2});
  weeks.rows[0].classified = 2;
  weeks.rows[1].classified = 3;
  const std::string chart = comparison_chart(compared(weeks.rows[0], weeks.rows[1]), Terminal{});
  INFO(chart);
  CHECK(chart.find("1 of 2") != std::string::npos);
  CHECK(chart.find("too few to tell") != std::string::npos);
  CHECK(chart.substr(0, chart.find("95% range")).find('%') == std::string::npos);
  CHECK(chart.find("●") == std::string::npos);
}

TEST_CASE("A period without posts has no shares in JSON and CSV", "[compare]") {
  store::TrendsResult weeks = weeks_breached({0, 5});
  weeks.rows[0].classified = weeks.rows[0].posts = 0;
  const Comparison comparison = compared(weeks.rows[0], weeks.rows[1]);
  const auto document = JsonDocument::parse(comparison_json(comparison));
  REQUIRE(document);
  const JsonView row = document->root()["rows"].at(0);
  CHECK(row["first"]["share"].is_null());
  CHECK(row["second"]["share"].number() == 0.0);
  for (const char* key : {"difference", "low", "high", "p"}) CHECK(row[key].is_null());
  CHECK(comparison_csv(comparison)
            .find("compassion,breached,,2026-W01,0,0,,2026-W02,5,100,0.0500,,,,,too_few") !=
        std::string::npos);
}

TEST_CASE("A comparison names the commands that list the posts of its clearest change", "[compare]") {
  Comparison comparison = breached(5, 30);
  comparison.posts_arguments = "--group carers";
  for (ComparedShare& share : comparison.shares) share.second_by_one_author = 16;
  const std::string table = comparison_table(comparison, Terminal{});
  INFO(table);
  CHECK(table.find(
            "  nhsvalues posts --value compassion --group carers --since 2025-12-29 --until 2026-01-05\n") !=
        std::string::npos);
  CHECK(table.find(
            "  nhsvalues posts --value compassion --group carers --since 2026-01-05 --until 2026-01-12\n") !=
        std::string::npos);
  CHECK(change_in_words(compassion_breached(comparison), comparison)
            .find("; 16 of the 30 posts in 2026-W02 are by one author: one voice, not many") !=
        std::string::npos);
  CHECK(comparison_table(breached(5, 6), Terminal{}).find("nhsvalues posts") == std::string::npos);
  CHECK(comparison_table(breached(0, 30), Terminal{}).find("--since 2025-12-29") == std::string::npos);
}

TEST_CASE("Of rounded numbers only what is clear whatever they were is called a change", "[compare]") {
  SharesAsked as_counted;
  CHECK(compassion_breached(breached(15, 32, as_counted)).change == Change::more);
  SharesAsked rounded;
  rounded.rounded_by = 2;
  // They may have been 17 of 98 and 30 of 102.
  CHECK(compassion_breached(breached(15, 32, rounded)).change == Change::not_clear);
  CHECK(compassion_breached(breached(5, 40, rounded)).change == Change::more);
  CHECK(compassion_breached(breached(40, 5, rounded)).change == Change::fewer);
}

TEST_CASE("A range that leaves out 0 is not told as one that ends there", "[compare]") {
  const ShareDifference nearly{-0.145, -0.29, -0.00029};
  CHECK(decimals_of(Proportion{19, 58}, Proportion{15, 82}, nearly) == 2);
  CHECK(points(nearly.high, 2) == "-0.03");
}
