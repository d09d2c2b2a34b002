#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "core/json.h"
#include "core/period.h"
#include "core/text.h"
#include "tests/cli/desk.h"
#include "tests/support/lines.h"

using namespace nhs;
using namespace nhs::test;

namespace {

const LocalDay kFirstMonday = parse_day("2026-03-02").value();

std::string post_line(LocalDay day, int number, const std::string& text) {
  return R"({"network": "mastodon", "id": "https://a.example/)" + format_day(day) + "-" +
         std::to_string(number) + R"(", "author": "@p)" + std::to_string(number) +
         R"(@a.example", "text": ")" + text + " " + std::to_string(number) + R"(", "created_at": ")" +
         format_day(day) + R"(T09:30:00Z", "language": "en"})" + "\n";
}

/// Weeks of 20 posts from 2026-W10 on; of the last, 15 tell that nobody cared, of the others 2 or 3.
std::string uneasy_weeks(int weeks, LocalDay first = kFirstMonday) {
  std::string posts;
  for (int week = 0; week < weeks; ++week) {
    const LocalDay day = first + std::chrono::days{7 * week};
    const int bad = week + 1 == weeks ? 15 : 2 + week % 2;
    for (int number = 0; number < 20; ++number)
      posts +=
          post_line(day, number,
                    number < bad ? "Nobody cared. They left her in pain for hours and were rude and cold."
                                 : "The nurse was so kind and caring to Mum.");
  }
  return posts;
}

const Desk& filled(const Desk& desk, int weeks = 14) {
  const Ended imported = desk.run({"import", desk.write("posts.ndjson", uneasy_weeks(weeks))});
  INFO(imported.err);
  REQUIRE(imported.status == 0);
  return desk;
}

/// All on one line with single spaces, so that it does not matter where lines were broken.
std::string flat(const std::string& text) {
  std::istringstream words{text};
  std::string line;
  for (std::string word; words >> word;) line += (line.empty() ? "" : " ") + word;
  return line;
}

const std::vector<std::string> kSpan = {"--since", "2026-W10", "--until", "2026-W24"};

std::vector<std::string> with_span(std::vector<std::string> words) {
  words.insert(words.end(), kSpan.begin(), kSpan.end());
  return words;
}

}  // namespace

TEST_CASE("Signals finds the week in which nobody cared", "[cli][signals]") {
  const Desk desk;
  filled(desk);
  const Ended table = desk.run(with_span({"signals", "--value", "compassion", "--direction", "breached"}));
  INFO(table.out << table.err);
  REQUIRE(table.status == 0);
  CHECK(flat(table.out).find("Compassion, fallen short of: share and number above the upper limit in week "
                             "2026-W23 (75%, usually ") != std::string::npos);
  CHECK(table.out.find("nhsvalues posts --value compassion --direction breached --since 2026-06-01 --until "
                       "2026-06-08") != std::string::npos);
  const auto document = JsonDocument::parse(desk.run(with_span({"signals", "--format", "json"})).out);
  REQUIRE(document);
  CHECK(document->root()["schema"].text() == "nhsvalues.signals/1");
  CHECK(document->root()["charts"].size() == 49);
  CHECK(document->root()["periods"].size() == 14);
}

TEST_CASE("The command that signals names lists the posts behind it", "[cli][signals]") {
  const Desk desk;
  filled(desk);
  const Ended posts = desk.run({"posts", "--value", "compassion", "--direction", "breached", "--since",
                                "2026-06-01", "--until", "2026-06-08", "--format", "ndjson"});
  CHECK(std::count(posts.out.begin(), posts.out.end(), '\n') == 15);
}

TEST_CASE("Too few weeks for limits are said plainly", "[cli][signals]") {
  const Desk desk;
  filled(desk, 5);
  const Ended ended = desk.run({"signals", "--since", "2026-W10", "--until", "2026-W15"});
  CHECK(ended.status == 0);
  CHECK(ended.out.find("Too few weeks to tell") == 0);
  CHECK(desk.run({"signals", "--since", "2020-01", "--until", "2020-06"})
            .out.find("Nothing was collected from") == 0);
}

TEST_CASE("Weeks that were collected and had no such post are part of what is usual", "[cli][signals]") {
  const Desk desk;
  const LocalDay today = TimeZone::named("Europe/London")->day_of(SystemClock{}.now());
  const LocalDay first = period_holding(today, Bucket::week).from - std::chrono::days{7 * 24};
  std::string posts;
  for (int week = 0; week < 24; ++week)
    for (int number = 0; number < (week < 12 ? 1 : 12); ++number)
      posts += post_line(first + std::chrono::days{7 * week}, number,
                         week < 12 ? "The doctor was so kind and caring to Mum."
                                   : "The nurse was so kind and caring to Mum.");
  REQUIRE(desk.run({"import", desk.write("posts.ndjson", posts)}).status == 0);
  const Ended signals = desk.run({"signals", "--query", "nurse", "--measure", "volume"});
  INFO(signals.out << signals.err);
  // Twelve weeks of 0 and twelve of 12: the mean is 6, and 2.66 * 12 / 23 = 1.39.
  CHECK(flat(signals.out)
            .find("All posts: number above the upper limit in week " +
                  period_holding(first + std::chrono::days{7 * 23}, Bucket::week).label +
                  " (12 posts, usually 5 to 7)") != std::string::npos);
  const auto document =
      JsonDocument::parse(desk.run({"signals", "--query", "nurse", "--format", "json"}).out);
  REQUIRE(document);
  // With the one that is running.
  CHECK(document->root()["periods"].size() == 25);
}

TEST_CASE("Weeks before a network's or a tag's first post are no part of what is usual, later empty ones are",
          "[cli][signals]") {
  const Desk desk;
  const LocalDay today = TimeZone::named("Europe/London")->day_of(SystemClock{}.now());
  const LocalDay first = period_holding(today, Bucket::week).from - std::chrono::days{7 * 24};
  std::string posts;
  for (int week = 0; week < 24; ++week) {
    const LocalDay day = first + std::chrono::days{7 * week};
    posts += post_line(day, 0, "The nurse was so kind and caring to Mum.");
    // Four weeks ago it begins; the second has none.
    if (week < 20 || week == 21) continue;
    for (int number = 1; number <= 30; ++number) {
      std::string line = post_line(day, number, "The doctor was so kind and caring to Mum.");
      line.replace(line.find("mastodon"), 8, "bluesky");
      line.replace(line.rfind('}'), 1, R"(, "tags": ["NewTag"]})");
      posts += line;
    }
  }
  REQUIRE(desk.run({"import", desk.write("posts.ndjson", posts)}).status == 0);
  const auto periods = [&](const std::vector<std::string>& filter) {
    std::vector<std::string> words = {"signals", "--format", "json"};
    words.insert(words.end(), filter.begin(), filter.end());
    return JsonDocument::parse(desk.run(words).out).value().root()["periods"].size();
  };
  // With the one that is running.
  CHECK(periods({"--network", "bluesky"}) == 5);
  CHECK(periods({"--tag", "NewTag"}) == 5);
  CHECK(periods({"--network", "bluesky", "--value", "compassion"}) == 5);
  CHECK(periods({"--network", "mastodon"}) == 25);
  CHECK(periods({"--network", "mastodon", "--network", "bluesky"}) == 25);
  CHECK(periods({"--query", "doctor"}) == 25);
  // There is no post of both to begin with.
  CHECK(periods({"--network", "mastodon", "--tag", "NewTag"}) == 25);
  CHECK(desk.run({"signals", "--network", "bluesky"}).out.find("Too few weeks to tell") == 0);
}

TEST_CASE("Signals and comparisons come in every format, and their charts fit", "[cli][signals]") {
  Desk desk;
  filled(desk);
  for (const auto& words :
       {with_span({"signals"}), std::vector<std::string>{"compare", "2026-W22", "2026-W23"}}) {
    for (const char* format : {"table", "chart", "json", "ndjson", "csv"}) {
      std::vector<std::string> with_format = words;
      with_format.insert(with_format.end(), {"--format", format});
      const Ended ended = desk.run(with_format);
      INFO(ended.out << ended.err);
      CHECK(ended.status == 0);
      CHECK(ended.err.empty());
      CHECK(ended.out.find('\x1b') == std::string::npos);
      if (format == std::string{"chart"})
        CHECK(widest_line(ended.out.substr(0, ended.out.find("  nhsvalues posts"))) <= 80);
    }
  }
  desk.surroundings["LC_ALL"] = "C";
  const Ended ascii = desk.run(with_span({"signals", "--format", "chart"}));
  CHECK(std::all_of(ascii.out.begin(), ascii.out.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 128; }));
}

TEST_CASE("Compare tells what clearly changed between two weeks", "[cli][compare]") {
  const Desk desk;
  filled(desk);
  const Ended ended = desk.run({"compare", "2026-W22", "2026-W23"});
  INFO(ended.out << ended.err);
  REQUIRE(ended.status == 0);
  CHECK(flat(ended.out).find("between 2026-W22 (20 posts) and 2026-W23 (20 posts):") != std::string::npos);
  CHECK(flat(ended.out).find(
            "Compassion, fallen short of: more, 10% in 2026-W22 and 75% in 2026-W23 (+65 points") !=
        std::string::npos);
  CHECK(flat(ended.out).find("classifier's own errors") != std::string::npos);
  const Ended calm = desk.run({"compare", "2026-W20", "2026-W22"});
  CHECK(flat(calm.out).find(
            "Cannot tell whether anything changed between 2026-W20 (20 posts) and 2026-W22 (20 posts). "
            "With 20 and 20 posts, true differences of about 45 points") == 0);
}

TEST_CASE("Compare takes periods of every length, and names them as people do", "[cli][compare]") {
  const Desk desk;
  filled(desk);
  for (const auto& [first, second] :
       std::vector<std::pair<std::string, std::string>>{{"2026-03", "2026-04"},
                                                        {"2026-Q1", "2026-Q2"},
                                                        {"2025/26", "2026/27"},
                                                        {"2026/27-Q1", "2026-W10"}}) {
    const auto document = JsonDocument::parse(desk.run({"compare", first, second, "--format", "json"}).out);
    REQUIRE(document);
    CHECK(document->root()["first"]["period"].text() == first);
    CHECK(document->root()["second"]["period"].text() == second);
    CHECK(document->root()["first"]["classified"].integer() > 0);
  }
  const auto whole = JsonDocument::parse(desk.run({"compare", "2026-Q1", "2026-Q2", "--format", "json"}).out);
  // Mondays from 2 March to 1 June: five by the end of March.
  CHECK(whole->root()["first"]["classified"].integer() == 100);
  CHECK(whole->root()["second"]["classified"].integer() == 180);
}

TEST_CASE("So many days or weeks are compared as all of them, up to yesterday", "[cli][compare]") {
  const Desk desk;
  filled(desk);
  for (const auto& [length, days] : std::vector<std::pair<std::string, int>>{{"7d", 7}, {"12w", 84}}) {
    INFO(length);
    const auto document =
        JsonDocument::parse(desk.run({"compare", "2020-01", length, "--format", "json"}).out);
    REQUIRE(document);
    const auto second = document->root()["second"];
    CHECK(parse_day(second["to"].text().value()).value() - parse_day(second["from"].text().value()).value() ==
          std::chrono::days{days});
  }
}

TEST_CASE("Periods that overlap, or are none, are refused", "[cli][compare]") {
  const Desk desk;
  filled(desk);
  CHECK(
      desk.run({"compare", "2026-W23", "2026-06"})
          .err.find(
              "2026-W23 and 2026-06 have 7 days in common, whose posts would count on both sides; compare the "
              "part with the rest") != std::string::npos);
  CHECK(desk.run({"compare", "2026-W23"}).err.find("name two periods, as in compare 2026-W46 2026-W47") !=
        std::string::npos);
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"compare"},
                                             {"compare", "2026-W23"},
                                             {"compare", "2026-W23", "2026-06"},
                                             {"compare", "2026-W23", "2026-W23"},
                                             {"compare", "2026-W23", "soon"},
                                             {"compare", "2026-W23", "2199-01"},
                                             {"compare", "2026-W23", "2026-W22", "--since", "7d"},
                                             {"signals", "--measure", "mean"}}) {
    const Ended ended = desk.run(words);
    INFO(ended.err);
    CHECK(ended.status == 64);
    CHECK(ended.out.empty());
    CHECK(std::count(ended.err.begin(), ended.err.end(), '\n') == 1);
  }
}

TEST_CASE("The commands that signals and compare name keep every filter, as a shell reads them",
          "[cli][signals]") {
  const Desk desk;
  filled(desk);
  const std::vector<std::string> filters = {"--network", "mastodon",         "--language",
                                            "en",        "--kind",           "experience",
                                            "--query",   "o'clock OR cared", "--once-per-author"};
  const std::string kept =
      "--kind experience --network mastodon --language en --query 'o'\\''clock OR cared' --once-per-author";
  std::vector<std::string> words = with_span({"signals"});
  words.insert(words.end(), filters.begin(), filters.end());
  const Ended signals = desk.run(words);
  INFO(signals.out << signals.err);
  REQUIRE(signals.status == 0);
  CHECK(signals.out.find(" " + kept + " --since 2026-06-01 --until 2026-06-08\n") != std::string::npos);
  const Ended dashed = desk.run(with_span({"signals", "--query=-parking cared"}));
  INFO(dashed.out << dashed.err);
  CHECK(dashed.out.find(" --query='-parking cared' --since 2026-06-01") != std::string::npos);
  const Ended compare = desk.run({"compare", "2026-W22", "2026-W23", "--network", "mastodon"});
  INFO(compare.out);
  CHECK(compare.out.find(" --network mastodon --since 2026-05-25 --until 2026-06-01\n") != std::string::npos);
  CHECK(compare.out.find(" --network mastodon --since 2026-06-01 --until 2026-06-08\n") != std::string::npos);
}

TEST_CASE("One author behind a signal or a change is told of the posts that make it", "[cli][signals]") {
  const Desk desk;
  filled(desk);
  // Nine more of the week's posts that tell the same are by one of its authors.
  std::string more;
  for (int number = 100; number < 112; ++number) {
    std::string line =
        post_line(kFirstMonday + std::chrono::days{7 * 13}, number, "Nobody cared. Rude and cold.");
    const std::string author = "@p" + std::to_string(number) + "@";
    line.replace(line.find(author), author.size(), "@p1@");
    more += line;
  }
  REQUIRE(desk.run({"import", desk.write("more.ndjson", more)}).status == 0);
  const Ended signals = desk.run(with_span({"signals", "--value", "compassion", "--direction", "breached"}));
  INFO(signals.out << signals.err);
  CHECK(flat(signals.out).find("; 13 of these 27 posts are by one author, nearly half") != std::string::npos);
  const Ended compare = desk.run({"compare", "2026-W22", "2026-W23", "--value", "compassion"});
  INFO(compare.out << compare.err);
  CHECK(flat(compare.out).find("; 13 of the 27 posts in 2026-W23 are by one author, nearly half") !=
        std::string::npos);
}

TEST_CASE("A week has the same limits and signals in signals, the report and the digest", "[cli][signals]") {
  const Desk desk;
  // Of the first weeks, before the two dozen, all is different: one that looked at them would say so.
  const LocalDay today = TimeZone::named("Europe/London")->day_of(SystemClock{}.now());
  const LocalDay monday = period_holding(today, Bucket::week).from - std::chrono::days{7 * 30};
  std::string posts = uneasy_weeks(30, monday);
  for (int week = 0; week < 6; ++week)
    for (int number = 20; number < 80; ++number)
      posts += post_line(monday + std::chrono::days{7 * week}, number, "Nobody cared, they were cold.");
  REQUIRE(desk.run({"import", desk.write("posts.ndjson", posts)}).status == 0);
  const std::string label = period_holding(monday + std::chrono::days{7 * 29}, Bucket::week).label;
  const Ended signals = desk.run({"signals"});
  const std::string report = flat(desk.run({"report", "--period", label, "--format", "markdown"}).out);
  const std::string digest = flat(desk.run({"digest", "weekly", "--period", label}).out);
  const std::string longer =
      flat(desk.run({"signals", "--since", format_day(monday + std::chrono::days{7 * 5})}).out);
  bool window_matters = false;
  std::istringstream said{flat(signals.out.substr(0, signals.out.find("\n\n")))};
  INFO(signals.out << report << digest);
  std::string sentence;
  std::size_t told = 0;
  std::getline(said, sentence, ':');
  for (std::string each; std::getline(said, each, ')');) {
    const std::size_t at = each.find(" (");
    if (at == std::string::npos) continue;
    ++told;
    const std::string figures = each.substr(at + 2);
    CHECK(report.find(figures) != std::string::npos);
    CHECK(digest.find(figures) != std::string::npos);
    window_matters = window_matters || longer.find(figures) == std::string::npos;
  }
  CHECK(told > 0);
  CHECK(window_matters);
}
