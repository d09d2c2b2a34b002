#include "report/coverage_view.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "core/json.h"
#include "core/text.h"
#include "tests/report/watched.h"
#include "tests/support/holds.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::report;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

const UtcTime kNoon = parse_rfc3339("2026-11-18T12:00:00Z").value();

store::SourceCoverage source(const std::string& name) {
  store::SourceCoverage source;
  source.source = name;
  source.fetches = {400, 380, 12, 8, 0, 0};
  source.known_since = kNoon - 240h;
  source.hours_answered = 45;
  source.hours_unanswered = 5;
  source.posts = 120;
  source.posts_only_here = 30;
  return source;
}

struct View {
  store::CoverageResult coverage;
  CoverageSurroundings around;

  View() {
    around.period = {"2026-11-16 to 2026-11-18", {}, {}};
    around.configured_sources = {watched("leeds.example")};
    coverage.posts = 120;
    coverage.sources = {source("leeds.example")};
  }
  std::string table(const Terminal& terminal = terminal_of(400)) const {
    return coverage_table(coverage, around, london(), terminal);
  }
  /// The document must outlive its views.
  JsonDocument json() const { return JsonDocument::parse(coverage_json(coverage, around)).value(); }
};

}  // namespace

TEST_CASE("Coverage is a sentence and a row a source", "[coverage]") {
  View view;
  CHECK(
      holds(view.table(),
            "2026-11-16 to 2026-11-18: 120 posts; 1 source was asked, and nothing is known to be missed.\n\n"
            "Source        Posts Only here Asked Hours answered Told to wait Failed\n"
            "leeds.example   120        30   400            90%           3%     2%\n\n"
            "Who is written about, and who is not\n"));
}

TEST_CASE("A time in which nothing was asked is not one in which nothing was missed", "[coverage]") {
  View view;
  view.coverage = {};
  CHECK(holds(
      view.table(),
      "2026-11-16 to 2026-11-18: 0 posts; no source was asked.\n\nWho is written about, and who is not\n"));
  view.coverage.sources = {source("leeds.example")};
  view.coverage.sources[0].hours_missed = 9;
  CHECK(holds(view.table(), "0 posts; 1 source was asked.\n"));
}

TEST_CASE("Posts of a time in which nothing was asked were read later or imported", "[coverage]") {
  View view;
  view.coverage.sources[0].fetches = {};
  CHECK(holds(view.table(),
              ": 120 posts; no source was asked in that time: they were read later, or imported.\n"));
  view.coverage.posts = 1;
  CHECK(holds(view.table(), ": 1 post; no source was asked in that time: it was read later, or imported.\n"));
}

TEST_CASE("Days of which nothing was collected are told in the sentence that says what is missed",
          "[coverage]") {
  View view;
  const LocalDay first = parse_day("2026-11-16").value();
  view.coverage.voices.days = {{first, 0, store::Collected::none}, {first + std::chrono::days{1}, 120}};
  CHECK(holds(
      view.table(),
      "1 source was asked; nothing was collected on 1 day, and of the rest nothing is known to be missed.\n"));
  view.coverage.voices.days.push_back({first + std::chrono::days{2}, 0, store::Collected::none});
  view.coverage.gaps.push_back({"leeds.example", kNoon, kNoon + 30min, "too many posts"});
  CHECK(holds(view.table(),
              "1 source was asked; nothing was collected on 2 days. Missed: 1 gap, 0.5 hours.\n"));
}

TEST_CASE(
    "A source that never answered has answered in no hour, and one that was not asked in none to tell of",
    "[coverage]") {
  View view;
  view.coverage.sources[0].hours_answered = 0;
  CHECK(holds(view.table(), " 0% "));
  view.coverage.sources[0].fetches = {1000, 999, 1, 0, 0, 0};
  CHECK(holds(view.table(), " <1% "));
  view.coverage.sources[0].fetches = {1000, 993, 7, 0, 0, 0};
  CHECK(holds(view.table(), " 1% "));
  view.coverage.sources = {source("import")};
  view.coverage.sources[0].fetches = {};
  view.coverage.sources[0].hours_answered = view.coverage.sources[0].hours_unanswered = 0;
  CHECK(holds(view.table(), "import   120        30     0              -            -      -\n"));
}

TEST_CASE("Gaps are told with their causes, the latest ten of many", "[coverage]") {
  View view;
  for (int i = 0; i < 12; ++i)
    view.coverage.gaps.push_back(
        {"leeds.example", kNoon + i * 2h, kNoon + i * 2h + 30min, "cause " + std::to_string(i)});
  const std::string table = view.table();
  CHECK(holds(table, "1 source was asked. Missed: 12 gaps, 6.0 hours.\n"));
  CHECK(
      holds(table,
            "leeds.example may have missed posts from Thu 19 Nov 2026 10:00 to Thu 19 Nov 2026 10:30: cause "
            "11\n"));
  CHECK_FALSE(holds(table, "cause 1\n"));
  CHECK(holds(table, "cause 2\n"));
  CHECK(holds(table, "2 earlier gaps: --format json has all.\n"));
  const JsonDocument json = view.json();
  CHECK(json.root()["gaps"].size() == 12);
  CHECK(json.root()["complete"].boolean() == false);
  CHECK(json.root()["hours_missed"].number() == 6.0);
}

TEST_CASE("A source that never answered may have missed something", "[coverage]") {
  View view;
  CHECK(view.json().root()["complete"].boolean() == true);
  view.coverage.sources[0].hours_answered = 0;
  CHECK_FALSE(holds(view.table(), "nothing is known to be missed"));
  CHECK(view.json().root()["complete"].boolean() == false);
}

TEST_CASE("Posts without a date that a rule sets aside are told of", "[coverage]") {
  View view;
  view.coverage.undated_set_aside = 2;
  CHECK(holds(view.table(), "Set aside without a date, at any time: 2 posts."));
}

TEST_CASE("Hours without a question count against a source that is asked at least hourly", "[coverage]") {
  View view;
  view.coverage.sources[0].hours_missed = 7;
  CHECK(holds(view.table(), "leeds.example was not asked in 7 hours."));
  CHECK(view.json().root()["sources"].at(0)["hours_not_asked"].integer() == 7);

  WatchedSource& configured = view.around.configured_sources[0];
  configured.every = 15min;
  configured.slowest = 1h;  // with chance, an hour may pass between two questions
  CHECK_FALSE(holds(view.table(), "was not asked"));
  CHECK(holds(view.table(), "nothing is known to be missed"));
  CHECK(view.json().root()["sources"].at(0)["hours_not_asked"].is_null());
  configured.every = 6h;
  configured.slowest = 0s;
  CHECK_FALSE(hours_not_asked(view.coverage.sources[0], view.around.configured_sources));
  configured.every = configured.slowest = 50min;
  CHECK(hours_not_asked(view.coverage.sources[0], view.around.configured_sources) == 7);
}

TEST_CASE("A source that is no longer configured misses nothing, and goes once it has nothing to tell",
          "[coverage]") {
  View view;
  view.coverage.sources.push_back(source("old.example"));
  view.coverage.sources[1].hours_missed = 40;
  CHECK(holds(view.table(), "old.example"));
  CHECK_FALSE(holds(view.table(), "was not asked"));
  CHECK(view.json().root()["sources"].at(1)["hours_not_asked"].is_null());

  view.coverage.sources[1].posts = 0;
  view.coverage.sources[1].fetches = {};
  CHECK_FALSE(holds(view.table(), "old.example"));
  CHECK(view.json().root()["sources"].size() == 1);
  // Without a configuration nobody knows better.
  view.around.configured_sources.clear();
  CHECK(holds(view.table(), "old.example was not asked in 40 hours."));
}

TEST_CASE("What was left out is told with its reason", "[coverage]") {
  View view;
  view.around.rules = {{"jobs", "", "apply now", "", "job adverts under the tag"}};
  view.coverage.set_aside = {{"gone", 1}, {"jobs", 12}};
  view.coverage.sources[0].fetches.opted_out = 3;
  view.coverage.posts_not_quotable = 1;
  const std::string table = view.table();
  INFO(table);
  CHECK(holds(table, "Set aside by the rule jobs: 12 posts (job adverts under the tag)\n"));
  CHECK(holds(table, "Set aside by the rule gone: 1 post (no longer configured)\n"));
  CHECK(holds(table, "Left out because their authors ask not to be collected: 3 posts, counted each time"));
  CHECK(holds(table, "not to be quoted, as their authors ask not to be found: 1 post.\n"));
  const JsonDocument json = view.json();
  CHECK(json.root()["set_aside"].at(1)["reason"].text() == "job adverts under the tag");
  CHECK(json.root()["opted_out"].integer() == 3);
}

TEST_CASE("Coverage fits 80 columns by leaving out what matters least", "[coverage]") {
  View view;
  view.coverage.gaps = {{"leeds.example", kNoon, kNoon + 1h, std::string(30, 'c') + " and more words of it"}};
  for (const std::size_t length : {14U, 24U, 33U, 44U}) {
    view.coverage.sources[0].source = std::string(length, 's');
    std::istringstream lines{view.table(terminal_of(80))};
    for (std::string line; std::getline(lines, line);) {
      INFO(line);
      CHECK(display_width(line) <= 80);
    }
  }
}

TEST_CASE("Causes and reasons cannot act in the terminal", "[coverage]") {
  View view;
  view.coverage.gaps = {{"leeds.example", kNoon, kNoon + 1h, kHostile}};
  view.around.rules = {{"jobs", "", "apply now", "", kHostile}};
  view.coverage.set_aside = {{"jobs", 12}};
  CHECK(holds(view.table(), "desrever"));
  CHECK(is_harmless(view.table()));
}
