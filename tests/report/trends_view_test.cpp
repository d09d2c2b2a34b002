#include "report/trends_view.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "core/json.h"
#include "core/text.h"
#include "tests/support/lines.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::report;
using namespace nhs::test;

namespace {

store::TrendRow row_of(const Period& period, std::int64_t posts) {
  store::TrendRow row;
  row.period = period;
  row.posts = row.classified = posts;
  row.sentiment.posts = {posts / 2, posts - posts / 2 - posts / 4, posts / 4};
  store::ValueCounts& compassion = row.values[index_of(Value::compassion)];
  compassion.posts = posts / 2;
  compassion.directions = {posts / 4, posts / 2 - posts / 4, 0};
  compassion.sentiment.posts = {posts / 2, 0, 0};
  return row;
}

store::TrendsResult twelve_weeks() {
  store::TrendsResult trends;
  for (const Period& week : periods_between(day("2026-08-31"), day("2026-11-23"), Bucket::week))
    trends.rows.push_back(row_of(week, 40));
  trends.model = "2026.11";
  trends.timezone = "Europe/London";
  return trends;
}

TrendsAsked asked_for_twelve_weeks() {
  TrendsAsked asked;
  asked.since = day("2026-08-31");
  asked.until = day("2026-11-23");
  return asked;
}

}  // namespace

TEST_CASE("The JSON of trends has the documented shape", "[trends]") {
  const auto document = JsonDocument::parse(trends_json(twelve_weeks(), asked_for_twelve_weeks()));
  REQUIRE(document);
  const JsonView root = document->root();
  CHECK(root["schema"].text() == "nhsvalues.trends/1");
  CHECK(root["since"].text() == "2026-08-31");
  CHECK(root["until"].text() == "2026-11-23");
  CHECK(root["by"].text() == "week");
  CHECK(root["coverage"]["complete"].boolean() == true);
  REQUIRE(root["rows"].size() == 12);
  const JsonView row = root["rows"].at(0);
  CHECK(row["period"].text() == "2026-W36");
  CHECK(row["authors"].is_null());
  CHECK(row["sentiment"]["positive"].integer() == 20);
  CHECK(row["values"]["compassion"]["posts"].integer() == 20);
  CHECK(row["values"]["compassion"]["share"].number() == 0.5);
  CHECK(row["values"]["compassion"]["low"].number() == Approx(0.352).margin(0.001));
  CHECK(row["values"]["everyone_counts"]["posts"].integer() == 0);
}

TEST_CASE("The CSV has a row for each period and value", "[trends]") {
  const std::string csv = trends_csv(twelve_weeks());
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 1 + 12 * 6);
  CHECK(csv.find("2026-W36,2026-08-31,2026-09-07,false,40,40,0,compassion,20,0.500,") != std::string::npos);
}

TEST_CASE("The CSV has what the table tells of people, copies and campaigns", "[trends]") {
  store::TrendsResult trends = twelve_weeks();
  trends.rows[0].authors = 31;
  trends.rows[0].copies = 2;
  trends.rows[0].posts_by_unknown = 4;
  Campaign launch{
      "launch", "Launch of the network", day("2026-09-06"), day("2026-09-08"), {}, {}, {}, {}, {}, {}, false};
  Campaign stall{"stall", "", day("2026-09-01"), day("2026-09-02"), {}, {}, {}, {}, {}, {}, false};
  const std::string csv = trends_csv(trends, {launch, stall});
  CHECK(csv.find(",without_texts,authors,copies,posts_by_unknown,campaigns\r\n") != std::string::npos);
  CHECK(csv.find(",whole,false,31,2,4,\"launch; stall\"\r\n") != std::string::npos);
  CHECK(csv.find(",whole,false,,,,\"launch\"\r\n") != std::string::npos);
  CHECK(csv.find(",whole,false,,,,\r\n") != std::string::npos);
}

TEST_CASE("Where a direction is asked for the table says that its columns are of two numbers of posts",
          "[trends]") {
  store::TrendsResult trends = twelve_weeks();
  // 5 of the 40 posts of each of twelve weeks: 60 of 480.
  for (store::TrendRow& row : trends.rows) row.posts = 5;
  TrendsAsked asked = asked_for_twelve_weeks();
  Terminal wide;
  wide.columns = 200;
  const std::string note =
      "Posts, People, Pos and Neg are of the 60 posts in which a value is fallen short of; the values' shares are of "
      "all 480.";
  CHECK(trends_table(trends, asked, wide).find(note) == std::string::npos);
  asked.direction = Direction::breached;
  CHECK(trends_table(trends, asked, wide).find(note) != std::string::npos);
  asked.values = {Value::compassion};
  CHECK(trends_table(trends, asked, wide).find("the values' shares") == std::string::npos);
  asked.values.clear();
  CHECK(trends_table(twelve_weeks(), asked, wide).find("the values' shares") == std::string::npos);
}

TEST_CASE("Charts and tables fit 80 columns, with and without Unicode", "[trends]") {
  for (const bool unicode : {true, false}) {
    Terminal terminal;
    terminal.unicode = unicode;
    terminal.interactive = true;
    const std::string chart = trends_chart(twelve_weeks(), asked_for_twelve_weeks(), terminal);
    CHECK(widest_line(chart) <= 80);
    CHECK(widest_line(trends_table(twelve_weeks(), asked_for_twelve_weeks(), terminal)) <= 80);
    CHECK(chart.find("\x1b[") == std::string::npos);
    const bool ascii =
        std::all_of(chart.begin(), chart.end(), [](char c) { return static_cast<unsigned char>(c) < 128; });
    CHECK(ascii == !unicode);
  }
}

TEST_CASE("A chart fits its columns off a terminal too, however many periods there are", "[trends]") {
  for (const std::size_t columns : {std::size_t{60}, std::size_t{80}, std::size_t{120}}) {
    store::TrendsResult trends;
    for (const Period& each : periods_between(day("2026-08-31"), day("2026-11-23"), Bucket::day))
      trends.rows.push_back(row_of(each, columns == 60 ? 1234 : 123456));
    trends.rows.back().partial = true;
    for (store::TrendRow& row : trends.rows) row.authors = row.posts;
    Terminal terminal;
    terminal.columns = columns;
    TrendsAsked asked = asked_for_twelve_weeks();
    asked.by = Bucket::day;
    INFO(trends_chart(trends, asked, terminal));
    CHECK(widest_line(trends_chart(trends, asked, terminal)) <= columns);
    asked.values = {Value::compassion};
    CHECK(widest_line(trends_chart(trends, asked, terminal)) <= columns);
  }
}

TEST_CASE("With a direction only that one is told", "[trends]") {
  store::TrendsResult trends = twelve_weeks();
  for (store::TrendRow& row : trends.rows) {
    store::ValueCounts& compassion = row.values[index_of(Value::compassion)];
    row.posts = compassion.posts = 3;
    compassion.directions = {0, 3, 0};
  }
  TrendsAsked asked = asked_for_twelve_weeks();
  asked.direction = Direction::breached;
  asked.filters = "breached";
  const std::string sentence = trends_sentence(trends, asked);
  CHECK(sentence.find("Compassion fell short in 8% of posts (between 5% and 10%).") != std::string::npos);
  CHECK(sentence.find("lived up to") == std::string::npos);
  asked.values = {Value::compassion};
  const std::string chart = trends_chart(trends, asked, Terminal{});
  CHECK(chart.find("upheld") == std::string::npos);
  CHECK(chart.find("Upheld") == std::string::npos);
  CHECK(chart.find("Fell short") != std::string::npos);
  asked.direction = Direction::upheld;
  CHECK(trends_sentence(trends, asked).find("Compassion was lived up to in 8% of posts") !=
        std::string::npos);
  asked.direction = Direction::mentioned;
  CHECK(trends_sentence(trends, asked).find("Compassion was only named in 8% of posts") != std::string::npos);
}

TEST_CASE("A chart has its numbers before the drawings, and each week its first day", "[trends]") {
  const std::string chart = trends_chart(twelve_weeks(), asked_for_twelve_weeks(), Terminal{});
  CHECK(chart.find("2026-W36    40") < chart.find("Posts by week"));
  CHECK(chart.find("Posts by week") < chart.find("2026-W36  31 Aug  █"));
}

TEST_CASE("The reading says what happened in words", "[trends]") {
  const std::string sentence = trends_sentence(twelve_weeks(), asked_for_twelve_weeks());
  CHECK(
      sentence ==
      "480 posts from 2026-08-31 to 2026-11-22. 50% positive, 25% neutral, 25% negative. Compassion came up in 50% "
      "of posts (between 46% and 54%): 120 lived up to, 120 fell short, 0 only named.");
}

TEST_CASE("Nothing is said plainly", "[trends]") {
  store::TrendsResult empty = twelve_weeks();
  for (store::TrendRow& row : empty.rows) row = row_of(row.period, 0);
  CHECK(trends_sentence(empty, asked_for_twelve_weeks()) == "No posts from 2026-08-31 to 2026-11-22.");
  const std::string chart = trends_chart(empty, asked_for_twelve_weeks(), Terminal{});
  CHECK(chart.find("2026-W47") != std::string::npos);
  empty.model.clear();
  const auto document = JsonDocument::parse(trends_json(empty, asked_for_twelve_weeks()));
  CHECK(document->root()["model"].is_null());
}

TEST_CASE("Of fewer than ten posts numbers are told, and no shares", "[trends]") {
  store::TrendsResult trends = twelve_weeks();
  trends.rows.resize(1);
  trends.rows[0] = row_of(trends.rows[0].period, 9);
  CHECK(
      trends_sentence(trends, asked_for_twelve_weeks()) ==
      "9 posts from 2026-08-31 to 2026-11-22. 4 positive, 3 neutral, 2 negative. Compassion came up in 4 of 9 "
      "posts: 2 lived up to, 2 fell short, 0 only named.");
  TrendsAsked one_value = asked_for_twelve_weeks();
  one_value.values = {Value::compassion};
  for (const TrendsAsked& asked : {asked_for_twelve_weeks(), one_value}) {
    const std::string chart = trends_chart(trends, asked, Terminal{});
    INFO(chart);
    CHECK(chart.find('%') == chart.find("% range"));
    CHECK(chart.find(" 4/9") != std::string::npos);
    CHECK(chart.find("2/3 means 2 of 3 posts: fewer than 10 are too few for a share.") != std::string::npos);
  }
  trends.rows[0] = row_of(trends.rows[0].period, 10);
  const std::string table = trends_table(trends, asked_for_twelve_weeks(), Terminal{});
  CHECK(table.find("50%") != std::string::npos);
  CHECK(table.find("2/3") == std::string::npos);
}

TEST_CASE("One post of a week that has begun does not flatten the lines of all others", "[trends]") {
  store::TrendsResult trends = twelve_weeks();
  store::TrendRow& last = trends.rows.back();
  last = row_of(last.period, 1);
  last.values[index_of(Value::compassion)].posts = 1;
  last.partial = true;
  const std::string chart = trends_chart(trends, asked_for_twelve_weeks(), Terminal{});
  INFO(chart);
  CHECK(chart.find("over time (highest 50%; of fewer than 10 posts none)") != std::string::npos);
  CHECK(chart.find("███████████   ") != std::string::npos);
  for (store::TrendRow& row : trends.rows) row = row_of(row.period, 9);
  CHECK(trends_chart(trends, asked_for_twelve_weeks(), Terminal{})
            .find("over time (each of fewer than 10 posts, and without a mark)") != std::string::npos);
}

TEST_CASE("Where no value came up none is named, and of equal ones all are", "[trends]") {
  store::TrendsResult trends = twelve_weeks();
  for (store::TrendRow& row : trends.rows) row.values = {};
  CHECK(
      trends_sentence(trends, asked_for_twelve_weeks()) ==
      "480 posts from 2026-08-31 to 2026-11-22. 50% positive, 25% neutral, 25% negative. No value came up.");
  // 12 of 480 each: Wilson 1.4 to 4.3%.
  for (store::TrendRow& row : trends.rows)
    for (const Value value : {Value::compassion, Value::everyone_counts})
      row.values[index_of(value)].posts = 1;
  CHECK(
      trends_sentence(trends, asked_for_twelve_weeks())
          .find(
              "negative. Compassion and Everyone counts came up most, in 3% of posts (between 1% and 4%) each.") !=
      std::string::npos);
}

TEST_CASE("Of chosen posts a share says of which, and all are not said to be all", "[trends]") {
  // 60 of 90 experiences are on compassion: 56.4 to 75.6% by Wilson.
  store::TrendsResult trends = twelve_weeks();
  trends.rows.resize(1);
  trends.rows[0] = row_of(trends.rows[0].period, 90);
  trends.rows[0].posts = 60;
  trends.rows[0].values[index_of(Value::compassion)].posts = 60;
  TrendsAsked asked = asked_for_twelve_weeks();
  asked.values = {Value::compassion};
  asked.filters = "compassion, experience";
  asked.base = "experience";
  const std::string told = trends_sentence(trends, asked);
  INFO(told);
  CHECK(told.find("60 posts from 2026-08-31 to 2026-11-22 (compassion, experience), of 90 (experience).") ==
        0);
  CHECK(told.find("Compassion came up in 67% (between 56% and 76%) of 90 posts (experience): ") !=
        std::string::npos);
  CHECK(told.find("in all") == std::string::npos);
  asked.filters = "compassion";
  asked.base.clear();
  CHECK(trends_sentence(trends, asked).find(" (compassion), of 90 in all.") != std::string::npos);
}

TEST_CASE("All is said of all only, and nothing of none", "[trends]") {
  CHECK(percent(399.0 / 400) == ">99%");
  CHECK(percent(0.994) == "99%");
  CHECK(percent(1) == "100%");
  CHECK(percent(1.0 / 400) == "<1%");
  CHECK(percent(0) == "0%");
}

TEST_CASE("What makes the numbers unsure stands beneath them", "[trends]") {
  store::TrendsResult trends = twelve_weeks();
  trends.rows.back().partial = true;
  trends.rows[3].most_by_one_author = 9;
  trends.rows[4].most_by_one_author = 8;
  trends.rows[5].unclassified = 2;
  trends.undated = 1;
  trends.gaps.push_back({"one", UtcTime{}, UtcTime{} + std::chrono::hours{3}, "down"});
  const auto cautions = trends_cautions(trends);
  REQUIRE(cautions.size() == 5);
  CHECK(cautions[1] == "9 of the 40 posts in 2026-W39 are by one author.");
  CHECK(cautions[3] == "Collection was incomplete: 1 gap, 3.0 hours. Posts may be missing.");
  CHECK(trends_table(trends, asked_for_twelve_weeks(), Terminal{}).find("2026-W47*") != std::string::npos);
}

TEST_CASE("Posts whose author is not known stand beside the number of people", "[trends]") {
  store::TrendsResult trends = twelve_weeks();
  for (store::TrendRow& row : trends.rows) {
    row.authors = 3;
    row.posts_by_unknown = 0;
  }
  Terminal wide;
  wide.columns = 120;
  wide.interactive = true;
  const auto told = [&] { return trends_table(trends, asked_for_twelve_weeks(), wide); };
  CHECK(told().find("not known") == std::string::npos);
  trends.rows[0].posts_by_unknown = 17;
  trends.rows[1].authors = std::nullopt;
  trends.rows[1].posts_by_unknown = 40;
  CHECK(told().find("The authors of 57 posts are not known: they are in no number of people.") !=
        std::string::npos);
  // Where there is no room for people, nothing is told of them.
  wide.columns = 60;
  CHECK(told().find("People") == std::string::npos);
  CHECK(told().find("not known") == std::string::npos);
  const auto document = JsonDocument::parse(trends_json(trends, asked_for_twelve_weeks()));
  REQUIRE(document);
  CHECK(document->root()["rows"].at(0)["authors"].integer() == 3);
  CHECK(document->root()["rows"].at(0)["posts_by_unknown"].integer() == 17);
  CHECK(document->root()["rows"].at(1)["authors"].is_null());
}

TEST_CASE("Overlapping gaps of one source are missed hours once", "[trends]") {
  store::TrendsResult trends = twelve_weeks();
  const UtcTime start{};
  trends.gaps = {{"one", start, start + std::chrono::hours{2}, ""},
                 {"one", start + std::chrono::hours{1}, start + std::chrono::hours{3}, ""},
                 {"two", start, start + std::chrono::hours{1}, ""}};
  const auto document = JsonDocument::parse(trends_json(trends, asked_for_twelve_weeks()));
  CHECK(document->root()["coverage"]["hours_missed"].number() == 4.0);
}

TEST_CASE("A period without collection is missing, in no format nothing", "[trends]") {
  store::TrendsResult trends = twelve_weeks();
  trends.rows[2] = row_of(trends.rows[2].period, 0);
  trends.rows[2].collected = store::Collected::none;
  trends.rows[2].authors = trends.rows[2].copies = 0;
  trends.rows[4].collected = store::Collected::part;
  trends.rows[5] = row_of(trends.rows[5].period, 0);  // collected, and empty
  const auto document = JsonDocument::parse(trends_json(trends, asked_for_twelve_weeks()));
  REQUIRE(document);
  const JsonView root = document->root();
  CHECK(root["coverage"]["complete"].boolean() == false);
  CHECK(root["coverage"]["periods_without_collection"].integer() == 1);
  CHECK(root["coverage"]["periods_collected_in_part"].integer() == 1);
  const JsonView missing = root["rows"].at(2);
  CHECK(missing["collected"].text() == "none");
  for (const char* member : {"posts", "classified", "unclassified", "authors", "copies"}) {
    INFO(member);
    CHECK(missing[member].is_null());
  }
  CHECK(missing["sentiment"]["positive"].is_null());
  CHECK(missing["values"]["compassion"]["posts"].is_null());
  CHECK(missing["values"]["compassion"]["share"].is_null());
  CHECK(root["rows"].at(4)["collected"].text() == "part");
  CHECK(root["rows"].at(4)["posts"].integer() == 40);
  CHECK(root["rows"].at(5)["collected"].text() == "whole");
  CHECK(root["rows"].at(5)["posts"].integer() == 0);
  CHECK(root["rows"].at(5)["values"]["compassion"]["posts"].integer() == 0);
  for (const char* member : {"share", "low", "high"})
    CHECK(root["rows"].at(5)["values"]["compassion"][member].is_null());
  CHECK(trends_ndjson(trends).find("\"collected\": \"none\", \"posts\": null") != std::string::npos);

  const std::string csv = trends_csv(trends);
  CHECK(csv.find("2026-W38,2026-09-14,2026-09-21,false,,,,compassion,,,,,,,,,,,false,none,false,,,,\r\n") !=
        std::string::npos);
  CHECK(
      csv.find(
          "2026-W41,2026-10-05,2026-10-12,false,0,0,0,compassion,0,,,,0,0,0,0,0,0,false,whole,false,,,,\r\n") !=
      std::string::npos);
  const auto commas = [](const std::string& line) { return std::count(line.begin(), line.end(), ','); };
  std::istringstream lines{csv};
  for (std::string line; std::getline(lines, line);) CHECK(commas(line) == 24);

  const Terminal terminal;
  const std::string chart = trends_chart(trends, asked_for_twelve_weeks(), terminal);
  INFO(chart);
  CHECK(chart.find("2026-W38  14 Sep  no collection\n") != std::string::npos);
  CHECK(chart.find("2026-W40!") != std::string::npos);
  CHECK(chart.find("! collected in part (2026-W40): there may have been more posts.") != std::string::npos);
  const std::string table = trends_table(trends, asked_for_twelve_weeks(), terminal);
  INFO(table);
  CHECK(table.find("- no collection (2026-W38): what was said then is not known") != std::string::npos);
  CHECK(widest_line(chart) <= 80);
}

TEST_CASE("A period whose posts cannot be searched any more is not called uncollected", "[trends]") {
  store::TrendsResult trends = twelve_weeks();
  trends.rows[2] = row_of(trends.rows[2].period, 0);
  trends.rows[2].collected = store::Collected::none;
  trends.rows[4].collected = store::Collected::part;
  for (const std::size_t row : {std::size_t{2}, std::size_t{4}})
    trends.rows[row].without_texts = trends.rows[row].lacks_what_is_asked =
        trends.rows[row].cannot_be_searched = true;
  const std::string chart = trends_chart(trends, asked_for_twelve_weeks(), Terminal{});
  INFO(chart);
  CHECK(chart.find("2026-W38  14 Sep  without texts\n") != std::string::npos);
  CHECK(chart.find("collect") == std::string::npos);
  CHECK(chart.find("- without texts (2026-W38): the posts of then cannot be searched") != std::string::npos);
  CHECK(chart.find("! partly without texts (2026-W40): some posts of then") != std::string::npos);
  CHECK(trends_csv(trends).find(
            "2026-W38,2026-09-14,2026-09-21,false,,,,compassion,,,,,,,,,,,false,none,true,,,,\r\n") !=
        std::string::npos);
  for (store::TrendRow& row : trends.rows) {
    row = row_of(row.period, 0);
    row.collected = store::Collected::none;
    row.lacks_what_is_asked = row.cannot_be_searched = true;
  }
  CHECK(
      trends_sentence(trends, asked_for_twelve_weeks()) ==
      "Posts from 2026-08-31 to 2026-11-22 are kept without their texts and cannot be searched any more: how many "
      "would match is not known.");
}

TEST_CASE("A period collected in part is called so where each author counts once of posts without texts",
          "[trends]") {
  store::TrendsResult trends = twelve_weeks();
  trends.rows[4].collected = store::Collected::part;
  trends.rows[4].without_texts = trends.rows[4].lacks_what_is_asked = true;
  const std::string chart = trends_chart(trends, asked_for_twelve_weeks(), Terminal{});
  INFO(chart);
  CHECK(chart.find("! collected in part (2026-W40): there may have been more posts") != std::string::npos);
  CHECK(chart.find("searched any more") == std::string::npos);
}

TEST_CASE("Where nothing was collected, nothing is claimed", "[trends]") {
  store::TrendsResult trends = twelve_weeks();
  for (store::TrendRow& row : trends.rows) {
    row = row_of(row.period, 0);
    row.collected = store::Collected::none;
  }
  CHECK(trends_sentence(trends, asked_for_twelve_weeks()) ==
        "Nothing was collected from 2026-08-31 to 2026-11-22: how many posts there were is not known.");
}
