#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <functional>
#include <sstream>

#include "core/text.h"
#include "report/digest/digest.h"
#include "report/page/in_short.h"
#include "report/posts_view.h"
#include "report/status_view.h"
#include "tests/report/reported_period.h"
#include "tests/report/watched.h"
#include "tests/support/golden.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::report;
using namespace nhs::test;
using namespace std::chrono_literals;

// What people read of a report, of posts and of the state of collection in a terminal, kept as files. The
// clock stands still.

namespace {

const UtcTime kNow = parse_rfc3339("2026-11-24T08:00:00Z").value();

/// At each width, and in ASCII.
void check_shown(const std::string& name, const std::function<std::string(const Terminal&)>& shown) {
  for (const std::size_t columns : {60U, 80U, 120U}) {
    const std::string text = shown(terminal_of(columns));
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) {
      INFO(line);
      CHECK(display_width(line) <= columns);
    }
    check_golden(name + "-" + std::to_string(columns) + ".txt", text);
  }
  Terminal ascii = terminal_of(80);
  ascii.unicode = false;
  check_golden(name + "-80-ascii.txt", shown(ascii));
}

store::StoredPost judged(std::int64_t ref, std::string text, Sentiment sentiment, Direction direction) {
  store::StoredPost post = post_saying(ref, std::move(text));
  const bool fell = direction == Direction::breached;
  post.classification.sentiment = SentimentFinding{sentiment, fell ? 0.1 : 0.7, 0.2, fell ? 0.7 : 0.1, {}};
  post.classification.values = {{Value::compassion, direction, 0.9, {}},
                                {Value::quality_of_care, direction, 0.8, {}}};
  post.classification.kind = KindFinding{Kind::experience, 0.9};
  return post;
}

/// One long, one of a homeless person, one by somebody who asks not to be found, one undated in another
/// language, and one that would paint the screen.
std::vector<store::StoredPost> posts() {
  std::vector<store::StoredPost> all = {
      judged(
          12041,
          "The night nurse sat with Mum until she slept. She had the whole ward to see to, and still came back twice "
          "with tea, and rang me in the morning to say how the night had been. #NHSvalues",
          Sentiment::positive, Direction::upheld),
      judged(12007, "Discharged to the hostel with no one to do the dressing. #NHSvalues",
             Sentiment::negative, Direction::breached),
      judged(11990, "Please do not show this to anybody. #NHSvalues", Sentiment::negative,
             Direction::breached),
      post_saying(7, "Diolch yn fawr i bawb ar y ward. #NHSvalues"), post_saying(6, kHostile)};
  all[1].classification.groups = {Group::homeless_people};
  all[2].quotable = false;
  all[3].created_at = std::nullopt;
  all[3].classification = {};
  all[3].classification.language = "cy";
  all[3].classification.unclassified = Unclassified::language;
  return all;
}

SourceState state_of(const std::string& source, std::chrono::seconds ago) {
  SourceState state;
  state.source = source;
  state.topic = "NHSvalues";
  state.last_attempt_at = state.last_success_at = state.caught_up_at = kNow - ago;
  state.next_poll_at = kNow + 2min;
  return state;
}

store::StoreStatus collecting() {
  store::StoreStatus status;
  status.posts = 12041;
  status.unclassified = 310;
  status.undated = 12;
  status.labelled = 48;
  status.posts_today = 31;
  status.posts_last_7_days = 702;
  status.newest_post_at = kNow - 4min;
  status.sources = {state_of("leeds.example", 3min), state_of("northern.example", 3min)};
  status.model = "2026.11";
  status.timezone = "Europe/London";
  status.schema_version = 30;
  status.database_bytes = 18'000'000;
  return status;
}

StatusSurroundings around_it() {
  StatusSurroundings around;
  around.database = "/var/lib/nhsvalues/nhsvalues.db";
  around.program_version = "0.1.0";
  around.now = kNow;
  around.writer = "nhsvaluesd (process 123)";
  around.configured_sources = {watched("leeds.example"), watched("northern.example")};
  around.accuracy =
      "Judged by people on 240 posts sampled at random: it finds values as people do to 0.71 (0.66 to 0.75) on a scale from 0 to 1 (macro-F1).";
  return around;
}

}  // namespace

TEST_CASE("A report in words looks as it did", "[golden]") {
  const page::PeriodReport internal = [] {
    page::PeriodReport report = internal_report();
    report.to_read = {posts()[0], posts()[1]};
    return report;
  }();
  for (const auto& [name, report] : {std::pair{"internal", internal}, {"public", public_report()}}) {
    check_golden(fmt::format("report.{}.text.txt", name), plain_text(page::period_document(report)));
    check_shown(fmt::format("report.{}.short", name),
                [&told = report](const Terminal& terminal) { return report_in_short(told, terminal); });
  }
  check_shown("report.no-post.short",
              [](const Terminal& terminal) { return report_in_short(internal_report(0), terminal); });
}

TEST_CASE("Posts look as they did", "[golden]") {
  check_shown("posts", [](const Terminal& terminal) { return posts_table(posts(), london(), terminal); });
}

TEST_CASE("The state of collection looks as it did, well and not", "[golden]") {
  check_shown("status.well", [](const Terminal& terminal) {
    return status_table(collecting(), around_it(), london(), terminal);
  });
  store::StoreStatus ill = collecting();
  ill.sources[1].failures = 7;
  ill.sources[1].last_error = "northern.example refused the token: make a new one";
  ill.sources[1].failing_since = ill.sources[1].last_success_at = kNow - 50h;
  ill.gaps = {{"northern.example", kNow - 50h, kNow - 2h, "the server did not answer"}};
  StatusSurroundings around = around_it();
  around.writer = std::nullopt;
  around.configured_sources.push_back(watched("bluesky", "bluesky"));
  check_shown("status.ill",
              [&](const Terminal& terminal) { return status_table(ill, around, london(), terminal); });
}
