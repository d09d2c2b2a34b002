#include "report/public_trends.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "core/json.h"
#include "core/text.h"
#include "report/public_numbers.h"
#include "tests/report/watched.h"
#include "tests/support/lines.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::report;
using namespace nhs::test;

namespace {

/// Twelve months: in each so many posts a day from its first on, one a day, a third of them on compassion.
PublicTrends months(const std::vector<int>& posts, PublicAsked& asked) {
  DailyTallies tallies;
  tallies.first = day("2025-03-25");
  tallies.days.assign(379, Tally(Cell::of_network(0)));
  tallies.settled = day("2026-06-01");
  PublicTrends trends;
  const auto periods = periods_between(day("2025-04-01"), day("2026-04-01"), Bucket::month);
  for (std::size_t month = 0; month < posts.size(); ++month)
    for (int post = 0; post < posts[month]; ++post) {
      Tally& into =
          tallies.days[static_cast<std::size_t>((periods[month].from - tallies.first).count() + post % 28)];
      ++into[Cell::classified];
      ++into[Cell::of(post % 2 == 0 ? Sentiment::positive : Sentiment::negative)];
      ++into[Cell::of(Kind::experience)];
      if (post % 3 != 0) continue;
      ++into[Cell::of(Value::compassion)];
      ++into[Cell::of(Value::compassion, Direction::breached)];
    }
  trends.rows = public_tallies(tallies, periods, Bucket::month);
  for (const Period& period : periods) {
    store::TrendRow row;
    row.period = period;
    row.posts = row.classified = 4711;
    row.models = {{"2026.11", 4711}};
    trends.frame.rows.push_back(std::move(row));
  }
  trends.frame.model = "2026.11";
  trends.frame.timezone = "Europe/London";
  trends.frame.undated = 4711;
  asked.since = day("2025-04-01");
  asked.until = day("2026-04-01");
  asked.by = asked.asked_by = Bucket::month;
  return trends;
}

const std::vector<int> kPosts = {40, 38, 41, 12, 3, 0, 60, 44, 39, 45, 50, 47};

/// Of each period from `since` on so many posts of experience; nothing where nothing was collected.
PublicTrends told(Bucket by, std::string_view since, const std::vector<std::optional<int>>& posts) {
  PublicTrends trends;
  Period period = period_holding(day(since), by);
  for (const std::optional<int> each : posts) {
    store::TrendRow row;
    row.period = period;
    row.collected = each ? store::Collected::whole : store::Collected::none;
    trends.frame.rows.push_back(std::move(row));
    trends.rows.emplace_back(Cell::of_network(0), public_count(each.value_or(0)));
    period = period_holding(period.to, by);
  }
  return trends;
}

PublicAsked experience(Bucket by) {
  PublicAsked asked;
  asked.by = asked.asked_by = by;
  asked.cell = Cell::of(Kind::experience);
  return asked;
}

}  // namespace

TEST_CASE("The JSON for others says that it is, with null for what is hidden and a list of it",
          "[small-numbers]") {
  PublicAsked asked;
  const PublicTrends trends = months(kPosts, asked);
  const auto document = JsonDocument::parse(public_trends_json(trends, asked));
  REQUIRE(document);
  const JsonView root = document->root();
  CHECK(root["schema"].text() == "nhsvalues.trends/1");
  CHECK(root["audience"].text() == "public");
  CHECK(root["small_numbers"]["shown_from"].integer() == 8);
  CHECK(root["small_numbers"]["rounded_to"].integer() == 5);
  CHECK(root["undated"].is_null());
  const JsonView full = root["rows"].at(0);
  CHECK(full["posts"].integer() == 40);
  CHECK(full["values"]["compassion"]["posts"].integer() == 15);
  // Of about 40 posts a share would say more than is known; it is not hidden for that.
  CHECK(full["values"]["compassion"]["share"].is_null());
  CHECK(full["hidden"].size() == 0);
  CHECK(full["models"]["2026.11"].is_null());
  const JsonView few = root["rows"].at(4);
  CHECK(few["posts"].is_null());
  CHECK(few["sentiment"]["neutral"].is_null());
  CHECK(few["values"]["compassion"]["share"].is_null());
  CHECK(few["hidden"].at(0).text() == "posts");
  const JsonView none = root["rows"].at(5);
  CHECK(none["posts"].integer() == 0);
  CHECK(none["hidden"].size() == 0);
}

TEST_CASE("No format for others has a count that is not rounded", "[small-numbers][attack]") {
  PublicAsked asked;
  const PublicTrends trends = months(kPosts, asked);
  Terminal terminal;
  for (const std::string& text :
       {public_trends_json(trends, asked), public_trends_ndjson(trends, asked),
        public_trends_csv(trends, asked), public_trends_table(trends, asked, terminal),
        public_trends_chart(trends, asked, terminal), public_trends_sentence(trends, asked)}) {
    INFO(text);
    CHECK(text.find("4711") == std::string::npos);
  }
}

TEST_CASE("A share of what is hidden is hidden, and others are of the rounded numbers",
          "[small-numbers][attack]") {
  // 4 of 12 posts: 0.333 would tell what hides behind the mark.
  PublicAsked asked;
  const PublicTrends trends = months({40, 38, 122, 12, 3, 0, 60, 44, 39, 45, 50, 47}, asked);
  const std::string csv = public_trends_csv(trends, asked);
  CHECK(csv.find("2025-07,2025-07-01,2025-08-01,false,10,10,0,compassion,[c],[c],[c],[c],[c],[c],[c],") !=
        std::string::npos);
  // 41 of 122 posts are 40 of 120.
  CHECK(csv.find("2025-06,2025-06-01,2025-07-01,false,120,120,0,compassion,40,0.333,") != std::string::npos);
}

TEST_CASE("No share is told of so few rounded posts that it could lie outside its own range",
          "[small-numbers]") {
  // 8 of 12 are told as 10 of 10, of which "100% (72% to 100%)" would leave out the 67% that they are.
  CHECK_FALSE(public_share(public_count(8), public_count(12)));
  CHECK_FALSE(public_share(public_count(32), public_count(97)));
  REQUIRE(public_share(public_count(32), public_count(98)));
  CHECK(public_share(public_count(32), public_count(98))->share == Approx(0.3));
  PublicAsked asked;
  const PublicTrends trends = months(kPosts, asked);
  for (const bool of_value : {false, true}) {
    if (of_value) {
      asked.value = Value::compassion;
      asked.cell = Cell::of(Value::compassion);
    }
    const std::string table = public_trends_table(trends, asked, terminal_of(200));
    // But for the heading of ranges.
    CHECK(std::count(table.begin(), table.end(), '%') == (of_value ? 1 : 0));
    CHECK(table.find("Of fewer than 100 posts no share is told (-)") != std::string::npos);
    CHECK(public_trends_csv(trends, asked).find(",compassion,15,,,,") != std::string::npos);
  }
  const PublicTrends many = months(std::vector<int>(12, 300), asked);
  CHECK(public_trends_table(many, asked, terminal_of(200)).find("Of fewer than 100") == std::string::npos);
}

TEST_CASE("The CSV for others has as many columns in each row, with the note in the last",
          "[small-numbers]") {
  PublicAsked asked;
  PublicTrends trends = months(kPosts, asked);
  trends.frame.rows[2].collected = store::Collected::none;
  std::istringstream lines{public_trends_csv(trends, asked)};
  std::string line;
  std::getline(lines, line);
  const auto commas = std::count(line.begin(), line.end(), ',');
  while (std::getline(lines, line)) {
    const std::string before_note = line.substr(0, line.find(",\""));
    CHECK(std::count(before_note.begin(), before_note.end(), ',') + 1 == commas);
    CHECK(line.find("[c] hidden: from 1 to 7 posts") != std::string::npos);
  }
}

TEST_CASE("On a narrow terminal the table for others leaves out what matters less, and in a file nothing",
          "[trends]") {
  PublicAsked asked;
  const PublicTrends trends = months(kPosts, asked);
  Terminal terminal;
  terminal.columns = 60;
  CHECK(public_trends_table(trends, asked, terminal).find("Together") != std::string::npos);
  terminal.interactive = true;
  const std::string table = public_trends_table(trends, asked, terminal);
  CHECK(widest_line(table) <= 60);
  CHECK(table.find("Tog.") != std::string::npos);
  terminal.columns = 50;
  CHECK(widest_line(public_trends_table(trends, asked, terminal)) <= 50);
  terminal.columns = 80;
  CHECK(public_trends_table(trends, asked, terminal).find("Together") != std::string::npos);
}

TEST_CASE("Longer periods than asked for say where they tell of other days, too", "[trends]") {
  PublicAsked asked;
  const PublicTrends trends = months(kPosts, asked);
  asked.by = Bucket::quarter;
  const auto noted = [&] {
    const std::vector<std::string> notes = public_notes(trends, asked);
    return std::find(
               notes.begin(), notes.end(),
               "By month over half of the numbers would be hidden; so they stand by quarter, and tell of "
               "days beyond those asked for, too.") != notes.end();
  };
  CHECK_FALSE(noted());
  asked.reaches_beyond = true;
  CHECK(noted());
}

TEST_CASE("Table and chart for others carry the mark and what it means, and fit 80 columns",
          "[small-numbers]") {
  PublicAsked asked;
  PublicTrends trends = months(kPosts, asked);
  trends.frame.rows[2].collected = store::Collected::none;
  for (const bool of_value : {false, true}) {
    if (of_value) {
      asked.value = Value::compassion;
      asked.cell = Cell::of(Value::compassion);
    }
    for (const std::string& text : {public_trends_table(trends, asked, terminal_of(80)),
                                    public_trends_chart(trends, asked, terminal_of(80))}) {
      INFO(text);
      CHECK(text.find("[c]") != std::string::npos);
      CHECK(text.find("[c] hidden: from 1 to 7 posts") != std::string::npos);
      CHECK(text.find("rounded to 5") != std::string::npos);
      CHECK(text.find("All ") == std::string::npos);
      CHECK(widest_line(text) <= 80);
    }
  }
}

TEST_CASE("Two properties of a post are never told together", "[small-numbers][attack]") {
  PublicAsked asked;
  const PublicTrends trends = months(kPosts, asked);
  asked.cell = Cell::of(Sentiment::positive);
  const auto document = JsonDocument::parse(public_trends_json(trends, asked));
  const JsonView row = document->root()["rows"].at(0);
  CHECK(row["posts"].integer() == 20);
  CHECK(row["classified"].integer() == 20);
  CHECK(row["values"]["compassion"]["posts"].is_null());
  CHECK(row["sentiment"]["positive"].is_null());
  CHECK(row["unclassified"].is_null());
  asked = {};
  const auto all = JsonDocument::parse(public_trends_json(months(kPosts, asked), asked));
  CHECK(all->root()["rows"].at(0)["values"]["compassion"]["negative"].is_null());
}

TEST_CASE("What is mostly hidden is told from what is not", "[small-numbers]") {
  PublicAsked asked;
  CHECK_FALSE(mostly_hidden(months(kPosts, asked), asked));
  CHECK(mostly_hidden(months(std::vector<int>(12, 5), asked), asked));
  // Nothing is not hidden.
  CHECK_FALSE(mostly_hidden(months(std::vector<int>(12, 0), asked), asked));
}

TEST_CASE("Longer periods are not told in place of shorter ones of whose time they hold less than half",
          "[small-numbers]") {
  const PublicAsked asked = experience(Bucket::month);
  // A site's first months: its NHS year is not over, the one before is none of its own.
  const PublicTrends first_months = told(Bucket::month, "2026-04-01", std::vector<std::optional<int>>(7, 3));
  CHECK_FALSE(longer_tells_no_less(told(Bucket::nhs_year, "2025-04-01", {{}}), first_months, asked));
  CHECK_FALSE(longer_tells_no_less(told(Bucket::nhs_year, "2025-04-01", {40}), first_months, asked));
  // April to September of April to October: 183 of 214 days.
  CHECK(longer_tells_no_less(told(Bucket::quarter, "2026-04-01", {9, 9}), first_months, asked));
  // 182 of 365 days, and a quarter later 274.
  const PublicTrends year = told(Bucket::nhs_year, "2025-04-01", {12});
  const std::vector<std::optional<int>> quarters(4, 3);
  CHECK_FALSE(longer_tells_no_less(year, told(Bucket::quarter, "2025-10-01", quarters), asked));
  CHECK(longer_tells_no_less(year, told(Bucket::quarter, "2025-07-01", quarters), asked));
  // Time of which nothing was collected is none to lose.
  CHECK(longer_tells_no_less(year, told(Bucket::quarter, "2025-10-01", {3, 3, {}, {}}), asked));
}

TEST_CASE("Longer periods are not told in place of shorter ones of which less is hidden", "[small-numbers]") {
  const PublicAsked asked = experience(Bucket::month);
  const PublicTrends months = told(Bucket::month, "2026-04-01", {12, 3, 3, 3, 12, 3});
  // Four of six are hidden; then two of two, and one of two.
  CHECK_FALSE(longer_tells_no_less(told(Bucket::quarter, "2026-04-01", {7, 7}), months, asked));
  CHECK(longer_tells_no_less(told(Bucket::quarter, "2026-04-01", {20, 7}), months, asked));
}

TEST_CASE("Where all that was collected is hidden, it is not said that there were about 0 posts",
          "[small-numbers]") {
  PublicAsked asked = experience(Bucket::nhs_year);
  asked.since = day("2024-04-01");
  asked.until = day("2026-04-01");
  CHECK(public_trends_sentence(told(Bucket::nhs_year, "2024-04-01", {3, {}}), asked) ==
        "For others to see: by NHS year from 2024-04-01 to 2026-03-31. There were too few posts to tell how "
        "many.");
  CHECK(public_trends_sentence(told(Bucket::nhs_year, "2024-04-01", {3, 20}), asked) ==
        "For others to see: about 20 posts by NHS year from 2024-04-01 to 2026-03-31, without 1 NHS year of "
        "which it is not told.");
}

TEST_CASE("Periods that did not widen are not said to be hidden too", "[small-numbers]") {
  PublicAsked asked = experience(Bucket::month);
  const PublicTrends months = told(Bucket::month, "2026-04-01", {3, 3});
  const auto says = [&](const std::string& what) {
    const std::vector<std::string> notes = public_notes(months, asked);
    return std::find(notes.begin(), notes.end(), what) != notes.end();
  };
  CHECK(says("There are too few posts: by month over half of the numbers are hidden."));
  asked.by = Bucket::quarter;
  CHECK(says("There are too few posts: by quarter, too, over half of the numbers are hidden."));
}
