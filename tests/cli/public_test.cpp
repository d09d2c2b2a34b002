#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <regex>

#include "core/json.h"
#include "core/period.h"
#include "core/time.h"
#include "report/public_trends.h"
#include "tests/cli/desk.h"
#include "tests/support/holds.h"

using namespace nhs;
using namespace nhs::test;

namespace {

struct Month {
  std::string name;
  int posts;
};

/// Posts of a month on several networks, kind ones and others.
std::string posts_of(const Month& month, const std::string& prefix = "") {
  std::string lines;
  for (int post = 0; post < month.posts; ++post)
    lines += fmt::format(
        R"({{"network": "{}", "id": "{}{}-{}", "author": "@a{}@a.example", "text": "{} #NHSvalues", "created_at": "{}-{:02}T09:30:00Z", "language": "en", "tags": ["NHSvalues"]}})"
        "\n",
        post % 5 == 0 ? "bluesky" : "mastodon", prefix, month.name, post, post,
        post % 3 == 0 ? "Nobody cared. They left her in pain for hours and were rude and cold."
                      : "The nurse was so kind and caring to Mum.",
        month.name, 1 + post % 28);
  return lines;
}

const std::vector<Month> kYear = {{"2025-04", 40}, {"2025-05", 43}, {"2025-06", 61}, {"2025-07", 38},
                                  {"2025-08", 5},  {"2025-09", 44}, {"2025-10", 52}, {"2025-11", 47},
                                  {"2025-12", 71}, {"2026-01", 33}, {"2026-02", 58}, {"2026-03", 49}};

Desk& filled(Desk& desk, const std::vector<Month>& months) {
  std::string lines;
  for (const Month& month : months) lines += posts_of(month);
  const Ended imported = desk.run({"import", desk.write("posts.ndjson", lines)});
  INFO(imported.err);
  REQUIRE(imported.status == 0);
  return desk;
}

std::vector<std::string> for_others(std::vector<std::string> more = {}) {
  std::vector<std::string> words = {"trends",  "--audience", "public",  "--by",   "month",
                                    "--since", "2025-04",    "--until", "2026-04"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

/// Every whole number in the rows of an answer.
std::vector<std::int64_t> numbers_in_rows(const std::string& json) {
  std::vector<std::int64_t> numbers;
  std::size_t at = json.find("\"rows\"");
  REQUIRE(at != std::string::npos);
  const std::string rows = json.substr(at);
  for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
    if (rows[i] != ' ' && rows[i] != ':') continue;
    if (rows[i + 1] < '0' || rows[i + 1] > '9') continue;
    const std::string number = rows.substr(i + 1, rows.find_first_not_of("0123456789.e-", i + 1) - i - 1);
    if (number.find('.') == std::string::npos) numbers.push_back(std::stoll(number));
  }
  return numbers;
}

}  // namespace

TEST_CASE("Trends for others hide small numbers and round the rest, in every format and by every filter",
          "[cli][small-numbers]") {
  Desk desk;
  filled(desk, kYear);
  for (const std::vector<std::string>& filter :
       std::vector<std::vector<std::string>>{{},
                                             {"--value", "compassion"},
                                             {"--sentiment", "negative"},
                                             {"--kind", "experience"},
                                             {"--network", "bluesky"},
                                             {"--group", "homeless_people"}}) {
    std::vector<std::string> words = for_others(filter);
    words.insert(words.end(), {"--format", "json"});
    const Ended ended = desk.run(words);
    INFO(ended.err << ended.out);
    REQUIRE(ended.status == 0);
    const auto document = JsonDocument::parse(ended.out);
    REQUIRE(document);
    CHECK(document->root()["audience"].text() == "public");
    for (const std::int64_t number : numbers_in_rows(ended.out)) CHECK((number == 1 || number % 5 == 0));
    for (const char* format : {"table", "chart", "csv", "ndjson"}) {
      words.back() = format;
      const Ended other = desk.run(words);
      INFO(other.err);
      CHECK(other.status == 0);
      CHECK(holds(other.out, format == std::string{"ndjson"} ? "\"audience\": \"public\"" : "rounded to 5"));
    }
  }
  const Ended all = desk.run(for_others({"--format", "csv"}));
  CHECK(holds(all.out, "2025-08,2025-08-01,2025-09-01,false,[c],[c],"));
  CHECK(holds(desk.run(for_others()).out, "2025-08   [c]"));
}

TEST_CASE("The parts of an output add up to its total as far as rounding allows", "[cli][small-numbers]") {
  Desk desk;
  filled(desk, kYear);
  const auto count = [&](const std::vector<std::string>& filter) {
    std::vector<std::string> words = for_others(filter);
    words.insert(words.end(), {"--format", "json"});
    const auto document = JsonDocument::parse(desk.run(words).out);
    REQUIRE(document);
    return document->root()["rows"].at(0)["posts"].integer().value_or(-1);
  };
  CHECK(count({}) == 40);
  CHECK(count({"--network", "bluesky"}) == 10);
  CHECK(count({"--network", "mastodon"}) == 30);
}

TEST_CASE("What others may not ask is refused, with why and what to do instead", "[cli][small-numbers]") {
  Desk desk;
  filled(desk, {{"2025-04", 3}});
  const auto refused = [&](const std::vector<std::string>& more, const std::string& what) {
    std::vector<std::string> words = {"trends", "--audience", "public"};
    words.insert(words.end(), more.begin(), more.end());
    const Ended ended = desk.run(words);
    INFO(ended.err << ended.out);
    CHECK(ended.status == 64);
    CHECK(ended.out.empty());
    CHECK(holds(ended.err, what));
  };
  refused({"--query", "ward"}, "single out one post");
  refused({"--fts", "ward"}, "single out one post");
  refused({"--source", "a"}, "Ask for its --network");
  refused({"--tag", "x"}, "a hashtag can single out");
  refused({"--language", "cy"}, "few people post in some languages");
  refused({"--once-per-author"}, "how much one person posts");
  refused({"--count-authors"}, "people are not counted");
  refused({"--direction", "breached"}, "all its directions are told");
  refused({"--value", "compassion", "--sentiment", "negative"}, "one of --value, --sentiment");
  refused({"--value", "compassion", "--value", "improving_lives"}, "at a time, once");
  refused({"--network", "a", "--network", "b"}, "at a time, once");
  refused({"--by", "day"}, "a day is too short");
  refused({"--since", "2025-04-02"}, "2025-04-02 is not the first day of a month");
  refused({"--by", "month", "--since", "2025-04-07"}, "Write --since 2025-04");
  refused({"--by", "month", "--since", "2025-04", "--until", "2025-04-20"}, "Write --until 2025-04");
  refused({"--network", "mastadon"}, "there is no such network (did you mean mastodon?); there are");
  refused({"--by", "nhs-year", "--since", "2099/00"}, "no whole period has ended");
}

TEST_CASE("Others see no period that still runs or ended just now", "[cli][small-numbers]") {
  Desk desk;
  filled(desk, kYear);
  const Ended ended = desk.run({"trends", "--audience", "public", "--since", "2025-10", "--format", "json"});
  // On which days a month ended just now: tests/cli/periods_for_others_test.cpp.
  const LocalDay settled = TimeZone::named("Europe/London")->day_of(SystemClock{}.now()) -
                           std::chrono::days{report::kDaysToSettle};
  const auto document = JsonDocument::parse(ended.out);
  REQUIRE(document);
  const JsonView rows = document->root()["rows"];
  REQUIRE(rows.size() > 0);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    CHECK(rows.at(row)["partial"].boolean() == false);
    CHECK(parse_day(std::string{rows.at(row)["to"].text().value()}).value() <= settled);
  }
}

TEST_CASE("A time that reaches into the running month is told up to it, and of that month alone nothing",
          "[cli][small-numbers]") {
  Desk desk;
  filled(desk, kYear);
  const LocalDay today = TimeZone::named("Europe/London")->day_of(SystemClock{}.now());
  const Ended until = desk.run({"trends", "--audience", "public", "--by", "month", "--since", "2025-04",
                                "--until", format_day(today)});
  INFO(until.err);
  CHECK(until.status == 0);
  const Ended month =
      desk.run({"trends", "--audience", "public", "--period", period_holding(today, Bucket::month).label});
  CHECK(month.status == 64);
  CHECK(holds(month.err, "no whole period has ended since"));
  for (const char* not_written : {"--since", "--until"}) CHECK_FALSE(holds(month.err, not_written));
}

TEST_CASE("Where over half would be hidden the period widens, and says so", "[cli][small-numbers]") {
  Desk desk;
  filled(
      desk,
      {{"2025-04", 12}, {"2025-05", 12}, {"2025-06", 12}, {"2025-07", 12}, {"2025-08", 12}, {"2025-09", 12}});
  std::vector<std::string> words = {"trends",  "--audience", "public",  "--by",      "month",  "--since",
                                    "2025-04", "--until",    "2025-10", "--network", "bluesky"};
  const Ended table = desk.run(words);
  INFO(table.out << table.err);
  CHECK(holds(table.out, "By month over half of the numbers would be hidden"));
  CHECK(holds(table.out, "2025-Q2"));
  CHECK_FALSE(holds(table.out, "beyond those asked for"));
  // Without April, of which the quarter tells all the same.
  std::vector<std::string> from_may = words;
  from_may[6] = "2025-05";
  CHECK(holds(std::regex_replace(desk.run(from_may).out, std::regex{"\\s+"}, " "),
              "so they stand by quarter, and tell of days beyond those asked for, too."));
  words.insert(words.end(), {"--format", "json"});
  const auto document = JsonDocument::parse(desk.run(words).out);
  REQUIRE(document);
  CHECK(document->root()["asked_by"].text() == "month");
  CHECK(document->root()["by"].text() == "quarter");
  CHECK(document->root()["since"].text() == "2025-04-01");
}

TEST_CASE("Periods do not widen to some that hold none of the posts", "[cli][small-numbers]") {
  // One post a month on this network, in three months that are over: for most of a year the NHS year that
  // they are in is not.
  const LocalDay today = TimeZone::named("Europe/London")->day_of(SystemClock{}.now());
  Period month = period_holding(today - std::chrono::days{2}, Bucket::month);
  std::vector<Month> months;
  for (int i = 0; i < 3; ++i) {
    month = period_holding(month.from - std::chrono::days{1}, Bucket::month);
    months.push_back({month.label, 5});
  }
  Desk desk;
  filled(desk, months);
  const Ended ended = desk.run({"trends", "--audience", "public", "--by", "month", "--network", "bluesky"});
  const std::string text = std::regex_replace(ended.out, std::regex{"\\s+"}, " ");
  INFO(text << ended.err);
  CHECK_FALSE(holds(text, "Nothing was collected"));
  CHECK(holds(text, "There were too few posts to tell how many."));
}

TEST_CASE("Late posts change an output for others by whole steps", "[cli][small-numbers][attack]") {
  Desk desk;
  filled(desk, kYear);
  const auto numbers = [&] { return numbers_in_rows(desk.run(for_others({"--format", "json"})).out); };
  const auto yesterday = numbers();
  REQUIRE(desk.run({"import", desk.write("late.ndjson", posts_of({"2025-06", 2}, "late"))}).status == 0);
  const auto today = numbers();
  REQUIRE(yesterday.size() == today.size());
  for (std::size_t at = 0; at < today.size(); ++at) CHECK((today[at] - yesterday[at]) % 5 == 0);
}

TEST_CASE("Weeks are not for others: they are told months, and why", "[cli][small-numbers][attack]") {
  Desk desk;
  filled(desk, kYear);
  std::vector<std::string> words = {"trends",  "--audience", "public",  "--by",   "week",
                                    "--since", "2025-04",    "--until", "2026-04"};
  CHECK(holds(desk.run(words).out, "weeks lie across"));
  words.insert(words.end(), {"--format", "json"});
  const auto document = JsonDocument::parse(desk.run(words).out);
  REQUIRE(document);
  CHECK(document->root()["asked_by"].text() == "week");
  CHECK(document->root()["by"].text() == "month");
  CHECK(document->root()["rows"].size() == 12);
}

TEST_CASE("The sentence above tells no more than the sum of its rows", "[cli][small-numbers][attack]") {
  Desk desk;
  filled(desk, {{"2025-04", 3}, {"2025-05", 40}, {"2025-06", 43}});
  const auto sentence = [&](const std::string& since, const std::string& until) {
    return desk.run({"trends", "--audience", "public", "--by", "month", "--since", since, "--until", until})
        .out;
  };
  CHECK(holds(sentence("2025-05", "2025-07"), "about 85 posts by month"));
  CHECK(holds(sentence("2025-04", "2025-07"), "about 85 posts by month"));
  CHECK(holds(sentence("2025-04", "2025-07"), "without 1 month"));
}

TEST_CASE("An export for others is all numbers that others may see, and no post", "[cli][small-numbers]") {
  Desk desk;
  filled(desk, kYear);
  const std::vector<std::string> words = {"export",  "--audience", "public",   "--since", "2025-04",
                                          "--until", "2026-04",    "--format", "csv"};
  const Ended csv = desk.run(words);
  INFO(csv.err << csv.out.substr(0, 400));
  REQUIRE(csv.status == 0);
  CHECK(holds(csv.out, "2025-04,2025-04-01,2025-05-01,whole,all,,40,public,"));
  CHECK(holds(csv.out, "2025-08,2025-08-01,2025-09-01,whole,all,,[c],public,"));
  CHECK(holds(csv.out, "2025-04,2025-04-01,2025-05-01,whole,network,mastodon,30,public,"));
  for (const char* of_a_post : {"kind and caring", "h:", "@a"}) CHECK_FALSE(holds(csv.out, of_a_post));
  const std::string file = desk.path("numbers.ndjson");
  REQUIRE(desk.run({"export", "--audience", "public", "--by", "quarter", "-o", file}).status == 0);
  CHECK(desk.run({"export", "--audience", "public", "-o", file}).status != 0);
  for (const std::vector<std::string>& more :
       std::vector<std::vector<std::string>>{{"--value", "compassion"}, {"--query", "ward"}, {"--reveal"}}) {
    std::vector<std::string> refused = {"export", "--audience", "public"};
    refused.insert(refused.end(), more.begin(), more.end());
    CHECK(desk.run(refused).status == 64);
  }
  CHECK(desk.run({"export", "--by", "month"}).status == 64);
}

TEST_CASE("Posts word for word are never for others, and say so where they are shown",
          "[cli][small-numbers]") {
  Desk desk;
  filled(desk, {{"2025-04", 3}});
  CHECK_FALSE(holds(desk.run({"export", "--audience", "public"}).out, "text"));
  const std::string line = "Internal: contains posts; not for publication.";
  CHECK(desk.run({"posts"}).out.rfind(line, 0) == 0);
  CHECK(desk.run({"show", "1"}).out.rfind(line, 0) == 0);
  const Ended exported = desk.run({"export"});
  CHECK(holds(exported.err, line));
  CHECK_FALSE(holds(exported.out, line));
  for (const char* format : {"json", "ndjson", "csv"})
    CHECK_FALSE(holds(desk.run({"posts", "--format", format}).out, line));
}
