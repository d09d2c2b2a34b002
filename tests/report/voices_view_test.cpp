#include "report/voices_view.h"

#include <algorithm>
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

namespace {

/// Twelve weeks; of each ten days the fourth is silent and the seventh was not collected.
struct View {
  store::CoverageResult coverage;
  CoverageSurroundings around;

  View() {
    around.period = {"2026-08-31 to 2026-11-22", day("2026-08-31"), day("2026-11-23")};
    around.configured_sources = {watched("leeds.example"), watched("quiet.example"), watched("new.example")};
    store::Voices& voices = coverage.voices;
    voices.classified = 400;
    voices.groups = {40, 3, 0, 1};
    voices.other_languages = {{"pl", 12, {}}, {"und", 2, {}}};
    voices.networks = {{"bluesky", 0, day("2026-07-01")}, {"mastodon", 414, day("2026-11-22")}};
    voices.sources = {{"leeds.example", 0, day("2026-11-22")}, {"quiet.example", 0, day("2026-07-01")}};
    for (int i = 0; i < 84; ++i)
      voices.days.push_back({around.period.from + std::chrono::days{i},
                             i % 10 == 3 || i % 10 == 6 ? 0 : 1 + i % 5,
                             i % 10 == 6 ? store::Collected::none : store::Collected::whole});
    coverage.posts = 414;
    store::SourceCoverage leeds;
    leeds.source = "leeds.example";
    leeds.posts = 414;
    leeds.fetches.asked = leeds.fetches.answered = 100;
    leeds.hours_answered = 90;
    leeds.hours_unanswered = 10;
    coverage.sources = {leeds};
  }
  std::string words() const {
    std::string text;
    for (const std::string& line : voices_in_words(coverage, around)) text += line + "\n";
    return text;
  }
};

}  // namespace

TEST_CASE("No post, few posts and many about a group are told apart in plain words", "[voices]") {
  const std::string words = View{}.words();
  INFO(words);
  CHECK(holds(words, "About homeless people: 40 posts, 10% of all.\n"));
  CHECK(holds(words, "Few about Gypsies and Travellers: 3 posts.\n"));
  CHECK(holds(words, "No post about sex workers in these 12 weeks.\n"));
  CHECK(holds(words, "Few about FGM: 1 post.\n"));
  CHECK(holds(words, "These are posts about a group, found by words, not posts by it"));
}

TEST_CASE("Languages that are not judged, and networks and sources without a post, are named with since when",
          "[voices]") {
  View view;
  const std::string words = view.words();
  INFO(words);
  CHECK(holds(words, "In other languages, which are not judged: 14 posts (pl 12, not told 2).\n"));
  CHECK(holds(words, "No post of the network bluesky in these 12 weeks: the last is of 2026-07-01.\n"));
  CHECK(holds(words, "quiet.example brought no post in these 12 weeks: the last is of 2026-07-01.\n"));
  CHECK(holds(words, "new.example brought no post in these 12 weeks: there was none before either.\n"));
  CHECK_FALSE(holds(words, "leeds.example brought"));
  CHECK_FALSE(holds(words, "network mastodon"));
  view.coverage.voices.other_languages.clear();
  CHECK(holds(view.words(), "No post was in a language that is not judged.\n"));
}

TEST_CASE("So many days and today are not one day more", "[voices]") {
  View view;
  view.around.with_today = true;
  view.around.period.to += std::chrono::days{1};
  CHECK(holds(view.words(), "sex workers in these 12 weeks and today."));
  view.around.period.from = view.around.period.to - std::chrono::days{8};
  CHECK(holds(view.words(), "sex workers in these 7 days and today."));
  view.around.period.from = view.around.period.to - std::chrono::days{1};
  CHECK(holds(view.words(), "sex workers in this day."));
  view.around.with_today = false;
  CHECK(holds(view.words(), "sex workers in this day."));
  view.around.period.from = view.around.period.to - std::chrono::days{8};
  CHECK(holds(view.words(), "sex workers in these 8 days."));
}

TEST_CASE("A silent day and a day without collection are two things", "[voices]") {
  View view;
  CHECK(silent_days(view.coverage.voices).size() == 9);
  CHECK(missing_days(view.coverage.voices).size() == 8);
  const std::string words = view.words();
  INFO(words);
  CHECK(
      holds(words, "Silence, collection worked and nobody posted, on 9 days: 4 earlier days, 2026-10-13, "));
  CHECK(holds(words, "Nothing was collected, so that nobody knows what was said, on 8 days: "));
  CHECK(days_in_words({day("2026-11-03"), day("2026-11-05"), day("2026-11-06"), day("2026-11-07")}) ==
        "2026-11-03, 2026-11-05 to 2026-11-07");
  view.coverage.voices.days.clear();
  CHECK_FALSE(holds(view.words(), "Silence"));
}

TEST_CASE("Voices stand in the JSON of coverage with fields of their own", "[voices]") {
  const View view;
  const JsonDocument json = JsonDocument::parse(coverage_json(view.coverage, view.around)).value();
  const JsonView voices = json.root()["voices"];
  CHECK(voices["classified"].integer() == 400);
  CHECK(voices["groups"]["sex_workers"]["posts"].integer() == 0);
  CHECK(voices["groups"]["sex_workers"]["heard"].text() == "none");
  CHECK(voices["groups"]["fgm"]["heard"].text() == "few");
  CHECK(voices["groups"]["homeless_people"]["heard"].text() == "yes");
  CHECK(voices["groups"]["homeless_people"]["share"].number() == 0.1);
  CHECK(voices["other_languages"].at(0)["language"].text() == "pl");
  CHECK(voices["networks"].at(0)["last_post_on"].text() == "2026-07-01");
  CHECK(voices["sources"].at(2)["last_post_on"].is_null());
  CHECK(voices["silent_days"].size() == 9);
  CHECK(voices["days_without_collection"].at(0).text() == "2026-09-06");
}

TEST_CASE("The chart of coverage fits from 60 to 200 columns, with and without Unicode", "[voices]") {
  View view;
  view.coverage.sources[0].source = std::string(50, 's');
  for (const std::size_t columns : {60U, 80U, 120U, 200U})
    for (const bool unicode : {true, false}) {
      Terminal terminal = terminal_of(columns);
      terminal.unicode = unicode;
      terminal.interactive = false;
      const std::string chart = coverage_chart(view.coverage, view.around, london(), terminal);
      std::istringstream lines{chart};
      for (std::string line; std::getline(lines, line);) {
        INFO(line);
        CHECK(display_width(line) <= columns);
      }
      if (!unicode) CHECK(std::all_of(chart.begin(), chart.end(), [](char c) { return c > 0; }));
      CHECK(holds(chart, "414 posts"));
      CHECK(holds(chart, "Hours answered"));
      CHECK(holds(chart, "sex workers             none"));
      CHECK(holds(chart, "Who is written about, and who is not"));
    }
}

TEST_CASE("Each day has its sign", "[voices]") {
  View view;
  view.coverage.voices.days.resize(7);
  Terminal ascii;
  ascii.unicode = false;
  CHECK(holds(voices_drawing(view.coverage, ascii), "2026-08-31  "));
  const std::string drawing = voices_drawing(view.coverage, ascii);
  const std::string strip = drawing.substr(drawing.find("2026-08-31  ") + 12, 7);
  CHECK(strip[3] == ',');
  CHECK(strip[6] == '?');
  CHECK(strip.find('?') == 6);
}

TEST_CASE("Of a time of which nothing was collected nobody is called silent", "[voices]") {
  View view;
  store::Voices& voices = view.coverage.voices;
  voices.classified = view.coverage.posts = 0;
  voices.groups = {};
  for (store::CollectedDay& each : voices.days) each = {each.day, 0, store::Collected::none};
  const std::string drawing = voices_drawing(view.coverage, Terminal{});
  CHECK(holds(drawing, "not known"));
  CHECK_FALSE(holds(drawing, "none"));
  JsonWriter json;
  json.begin_object();
  write_voices(json, view.coverage, view.around);
  json.end_object();
  CHECK(holds(json.str(), R"("heard": "unknown")"));
  CHECK_FALSE(holds(json.str(), R"("heard": "none")"));
}
