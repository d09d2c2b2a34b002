#include "report/pledges_view.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "core/json.h"
#include "core/text.h"
#include "report/csv.h"
#include "report/pledge_trend.h"
#include "tests/report/watched.h"
#include "tests/support/holds.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::report;
using namespace nhs::test;

namespace {

store::Pledge pledge(std::int64_t ref, const std::string& text) {
  store::Pledge made;
  made.post.ref = ref;
  made.post.network = "mastodon";
  made.post.created_at = at("2026-09-03T08:30:00Z");
  made.post.text = text;
  made.post.sources = {"leeds.example"};
  made.post.author_key = KeyedHash{0x3f, 0x2a, 0x9c};
  made.post.classification.kind = KindFinding{Kind::pledge, 0.9};
  made.post.classification.values = {{Value::compassion, Direction::mentioned, 0.9, {}}};
  return made;
}

store::Pledges two() {
  store::Pledges pledges;
  pledges.pledges = {pledge(7, "We pledge to sit with every patient who is alone"),
                     pledge(8, "=We promise tea")};
  pledges.pledges[0].follow_ups = {
      {{"They have hired nobody", "Sam", day("2026-10-01")},
       at("2026-10-02T10:00:00Z"),
       at("2026-10-03T10:00:00Z")},
      {{"@=Volunteers started", "Ann", day("2026-11-01")}, at("2026-11-02T10:00:00Z"), {}}};
  pledges.all = {2, 1};
  pledges.values[index_of(Value::compassion)] = {2, 1};
  pledges.makers = {{"mastodon", KeyedHash{0x3f, 0x2a, 0x9c}, {"leeds.example"}, {2, 1}}};
  return pledges;
}

/// So many posts a day, of which so many of ten are on compassion.
store::TrendsResult side(LocalDay from, int days, std::int64_t posts, std::int64_t tenths) {
  store::TrendsResult result;
  result.timezone = "Europe/London";
  for (const Period& each : periods_between(from, from + std::chrono::days{days}, Bucket::day)) {
    store::TrendRow row;
    row.period = each;
    row.posts = row.classified = posts;
    store::ValueCounts& compassion = row.values[index_of(Value::compassion)];
    compassion.posts = posts * tenths / 10;
    compassion.directions = {0, compassion.posts, 0};
    row.models = {{"2026.11", posts}};
    result.rows.push_back(row);
  }
  return result;
}

PledgeTrend trend() {
  PledgeTrend made;
  made.pledge = pledge(7, "We pledge to sit with every patient who is alone");
  made.made = day("2026-09-03");
  made.days = made.days_asked = 56;
  made.before = side(day("2026-07-09"), 56, 10, 4);
  made.after = side(day("2026-09-04"), 56, 10, 2);
  return made;
}

}  // namespace

TEST_CASE("An author is told by six digits of a hash, the same every time", "[pledges]") {
  CHECK(author_alias(KeyedHash{0x3f, 0x2a, 0x9c, 0xff}) == "author 3f2a9c");
  CHECK(author_alias(std::nullopt) == "unknown author");
}

TEST_CASE("Pledges are told by value, by who made them, and each with what became of it", "[pledges]") {
  const std::string table = pledges_table(two(), {}, london(), terminal_of(80));
  INFO(table);
  CHECK(holds(table, "2 pledges: 1 open, 1 followed up.\n"));
  CHECK(holds(table, "Compassion" + std::string(26, ' ') + "2    1           1\n"));
  CHECK(holds(table, "author 3f2a9c       2    1  mastodon  leeds.example\n"));
  CHECK(holds(table, "7  Thu  3 Sep 2026 09:30  mastodon  author 3f2a9c  followed up\n"));
  CHECK(holds(table, "Followed up on 2026-11-01: @=Volunteers started (Ann)\n"));
  CHECK(holds(table, "taken back on"));
  CHECK(holds(table, "8  Thu  3 Sep 2026 09:30  mastodon  author 3f2a9c  open\n"));
  CHECK(pledges_table({}, {store::PledgesWanted::all, "compassion"}, london(), terminal_of(80)) ==
        "No pledges (compassion).\n");
}

TEST_CASE("Pledges that are kept without text are told beside the others", "[pledges]") {
  store::Pledges pledges = two();
  pledges.without_texts = 7;
  CHECK(holds(pledges_table(pledges, {}, london(), terminal_of(120)),
              "2 pledges: 1 open, 1 followed up. 7 more are kept without text, for their age"));
  pledges = {};
  pledges.without_texts = 1;
  CHECK(
      pledges_table(pledges, {}, london(), terminal_of(200)) ==
      "No pledges with a text. 1 is kept without text, for its age (`nhsvalues retention`): what was noted of it "
      "went, too.\n");
  CHECK(holds(pledges_json(pledges), "\"without_texts\": 1"));
}

TEST_CASE("Pledges without text that could not be searched are not told as matching", "[pledges]") {
  store::Pledges pledges = two();
  pledges.without_texts = 7;
  pledges.without_texts_unsearched = true;
  const std::string table = pledges_table(pledges, {}, london(), terminal_of(240));
  INFO(table);
  CHECK(holds(table,
              "7 pledges of this time are kept without text, for their age (`nhsvalues retention`), and not "
              "searched: whether they match cannot be told."));
  CHECK_FALSE(holds(table, "7 more"));
  CHECK(holds(pledges_json(pledges), "\"without_texts_unsearched\": true"));
}

TEST_CASE("Pledges fit 80 columns and cannot act in the terminal", "[pledges]") {
  store::Pledges pledges = two();
  pledges.pledges[0].post.text = kHostile;
  pledges.pledges[0].follow_ups[1].follow_up = {kHostile, kHostile, day("2026-11-01")};
  pledges.makers[0].sources = {std::string(60, 's')};
  const std::string table = pledges_table(pledges, {}, london(), terminal_of(80));
  CHECK(is_harmless(table));
  std::istringstream lines{table};
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    CHECK(display_width(line) <= 80);
  }
}

TEST_CASE("The JSON of pledges has the documented shape, and shows no text that is not to be quoted",
          "[pledges]") {
  store::Pledges pledges = two();
  pledges.pledges[1].post.quotable = false;
  const JsonDocument json = JsonDocument::parse(pledges_json(pledges)).value();
  const JsonView root = json.root();
  CHECK(root["schema"].text() == "nhsvalues.pledges/1");
  CHECK(root["pledges"].integer() == 2);
  CHECK(root["open"].integer() == 1);
  CHECK(root["values"]["compassion"]["followed_up"].integer() == 1);
  CHECK(root["makers"].at(0)["made_by"].text() == "author 3f2a9c");
  const JsonView first = root["rows"].at(0);
  CHECK(first["state"].text() == "followed_up");
  CHECK(first["follow_ups"].size() == 2);
  CHECK(first["follow_ups"].at(0)["undone_at"].text() == "2026-10-03T10:00:00Z");
  CHECK(first["follow_ups"].at(1)["undone_at"].is_null());
  CHECK(first["values"].at(0)["value"].text() == "compassion");
  CHECK(root["rows"].at(1)["text"].is_null());
  CHECK_FALSE(holds(
      pledges_csv(pledges) + pledges_ndjson(pledges) + pledges_table(pledges, {}, london(), terminal_of(80)),
      "promise tea"));
}

TEST_CASE("No cell of a CSV is a formula", "[pledges]") {
  for (const std::string start : {"=", "+", "-", "@", "\t", "\r", "\n"})
    CHECK(csv_cell(start + "1")[1] == '\'');
  CHECK(csv_cell("a=1") == "\"a=1\"");
  CHECK(csv_cell("say \"hi\"") == "\"say \"\"hi\"\"\"");
  CHECK(csv_cell("") == "\"\"");
  const std::string csv = pledges_csv(two());
  CHECK(holds(csv, "\"'=We promise tea\""));
  CHECK(holds(csv, "\"'@=Volunteers started\""));
  CHECK(holds(csv, "2026-11-01"));
}

TEST_CASE("A pledge's value is compared over as many days before and after, with Newcombe's range",
          "[pledges]") {
  const std::string table = pledge_trend_table(trend(), london(), terminal_of(80));
  INFO(table);
  CHECK(holds(table, "56 days before (2026-07-09 to 2026-09-02): 560 posts."));
  CHECK(holds(table, "As many after (2026-09-04\nto 2026-10-29): 560 posts."));
  CHECK(holds(table, "The day itself is left out."));
  CHECK(holds(table, "40% (36-44%)"));
  CHECK(holds(table, "20% (17-24%)"));
  CHECK(holds(table, "-20 (-25 to -15)"));
  CHECK(holds(table, "less\n"));
  CHECK(holds(table, "not what the pledge did"));
  std::istringstream lines{table};
  for (std::string line; std::getline(lines, line);) CHECK(display_width(line) <= 80);
}

TEST_CASE("What cannot be told of a pledge is said, not told", "[pledges]") {
  PledgeTrend few = trend();
  few.after = side(day("2026-09-04"), 9, 1, 0);
  few.days = 9;
  few.before = side(day("2026-08-25"), 9, 10, 2);
  std::string table = pledge_trend_table(few, london(), terminal_of(80));
  CHECK(holds(table, "too few posts"));
  CHECK(holds(table, "No more whole weeks have"));
  const JsonDocument json = JsonDocument::parse(pledge_trend_json(few)).value();
  CHECK(json.root()["rows"].at(0)["reading"].text() == "too_few");

  PledgeTrend unsure = trend();
  unsure.before.rows[0].collected = store::Collected::none;
  unsure.after.rows[3].models = {{"2026.12", 10}};
  unsure.after.gaps = {{"leeds.example", at("2026-09-05T00:00:00Z"), at("2026-09-05T02:00:00Z"), "late"}};
  table = pledge_trend_table(unsure, london(), terminal_of(200));
  CHECK(holds(table, "On 1 of the 56 days before nothing was collected"));
  CHECK(holds(table, "Not all posts were judged by one version of the model (2026.11, 2026.12)"));
  CHECK(holds(table, "Collection after was incomplete: 1 gap, 2.0 hours."));

  PledgeTrend none = trend();
  none.pledge.post.classification.values.clear();
  CHECK(holds(pledge_trend_table(none, london(), terminal_of(200)), "nothing to compare"));
}

TEST_CASE("The trend of a pledge has a row for each value and direction in JSON, NDJSON and CSV",
          "[pledges]") {
  const JsonDocument json = JsonDocument::parse(pledge_trend_json(trend())).value();
  const JsonView root = json.root();
  CHECK(root["schema"].text() == "nhsvalues.pledges-trend/1");
  CHECK(root["days"].integer() == 56);
  CHECK(root["before"]["since"].text() == "2026-07-09");
  CHECK(root["before"]["until"].text() == "2026-09-03");
  CHECK(root["after"]["since"].text() == "2026-09-04");
  CHECK(root["after"]["until"].text() == "2026-10-30");
  REQUIRE(root["rows"].size() == 4);
  CHECK(root["rows"].at(0)["direction"].is_null());
  CHECK(root["rows"].at(2)["direction"].text() == "breached");
  CHECK(root["rows"].at(2)["before"]["share"].number() == 0.4);
  CHECK(root["rows"].at(2)["difference"].number() == -0.2);
  CHECK(root["rows"].at(2)["reading"].text() == "less");
  CHECK(root["rows"].at(1)["reading"].text() == "too_few");
  CHECK(root["rows"].at(1)["p"].is_null());
  CHECK(root["cautions"].size() == 2);
  const std::string csv = pledge_trend_csv(trend());
  CHECK(holds(csv, "compassion,breached,224,560,0.400,112,560,0.200,-0.200,-0.25"));
  const std::string lines = pledge_trend_ndjson(trend());
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 4);
}

TEST_CASE("What became of a pledge's value is not clear where its range holds 0", "[pledges]") {
  // 30 and 50 posts, of which 0 and 6 tell that it was lived up to: p = 0.0499, -1 to +24 points
  // (comparison_test.cpp). Nobody says anything else of it, so that this and the value itself are all that
  // is read.
  PledgeTrend few = trend();
  const auto lived_up_to = [](store::TrendsResult& of, std::int64_t lived, std::int64_t posts) {
    of.rows.resize(1);
    of.rows[0].posts = of.rows[0].classified = posts;
    store::ValueCounts& compassion = of.rows[0].values[index_of(Value::compassion)];
    compassion.posts = lived;
    compassion.directions = {lived, 0, 0};
  };
  lived_up_to(few.before, 0, 30);
  lived_up_to(few.after, 6, 50);
  const JsonDocument json = JsonDocument::parse(pledge_trend_json(few)).value();
  CHECK(json.root()["rows"].at(1)["p"].number() == Approx(0.0499).margin(1e-4));
  CHECK(json.root()["rows"].at(1)["reading"].text() == "no_clear_change");
}

TEST_CASE("Differences after a pledge are read together, and a bound near zero keeps a decimal",
          "[pledges]") {
  PledgeTrend slight = trend();
  for (store::TrendRow& row : slight.after.rows) {
    store::ValueCounts& compassion = row.values[index_of(Value::compassion)];
    compassion.posts = 3;
    compassion.directions = {1, 3, 0};
  }
  for (store::TrendRow& row : slight.before.rows) {
    row.values[index_of(Value::compassion)].posts = 3;
    row.values[index_of(Value::compassion)].directions = {1, 3, 0};
  }
  // 30% both; then 168 and 201 of 560: 5.9 points, 0.4 to 11.3, p = 0.036, which alone would be more.
  slight.after.rows[0].values[index_of(Value::compassion)].directions[1] += 33;
  const JsonDocument json = JsonDocument::parse(pledge_trend_json(slight)).value();
  const JsonView row = json.root()["rows"].at(2);
  INFO(row["low"].number().value_or(-1));
  CHECK(row["low"].number() > 0);
  CHECK(row["p"].number() < 0.05);
  CHECK(row["reading"].text() == "no_clear_change");
  const std::string table = pledge_trend_table(slight, london(), terminal_of(80));
  INFO(table);
  CHECK(holds(table, "+5.9 (+0.4 to +11.3)"));
  CHECK(holds(table, "cannot tell"));
  CHECK(holds(table, "about 0.2 of 3"));
}

TEST_CASE("The trend of a pledge fits 60 columns, and knows no share of nothing", "[pledges]") {
  Terminal narrow = terminal_of(60);
  narrow.interactive = true;
  std::istringstream lines{pledge_trend_table(trend(), london(), narrow)};
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    CHECK(display_width(line) <= 60);
  }
  CHECK(holds(pledge_trend_table(trend(), london(), narrow), "-20 (-25 to -15)  less\n"));
  PledgeTrend nothing = trend();
  nothing.after = side(day("2026-09-04"), 56, 0, 0);
  const JsonDocument json = JsonDocument::parse(pledge_trend_json(nothing)).value();
  CHECK(json.root()["rows"].at(0)["after"]["share"].is_null());
  CHECK(json.root()["rows"].at(0)["difference"].is_null());
  CHECK(holds(pledge_trend_csv(nothing), "compassion,breached,224,560,0.400,0,0,,,,,too_few"));
}
