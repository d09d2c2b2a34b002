#include "report/digest/digest.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "report/page/markdown.h"
#include "tests/report/reported_period.h"
#include "tests/support/attack_strings.h"
#include "tests/support/golden.h"
#include "tests/support/holds.h"

using namespace nhs;
using namespace nhs::report;
using namespace nhs::test;

namespace {

constexpr const char* kSaid = "Nobody sat with my mother all night";

/// On 2026-W47, with things to see to and posts to read.
Digest weekly() {
  Digest digest{DigestKind::weekly, internal_report()};
  digest.to_see_to = {{"2 posts with words of concern wait for a reader", "nhsvalues concerns"},
                      {"The source mastodon.example has not answered for 2 days", "nhsvalues status"}};
  digest.report.to_read = {post_saying(1234, kSaid), post_saying(987, "Der Ärztin sei Dank")};
  digest.report.to_read[0].classification.values = {
      {Value::compassion, Direction::breached, 0.9, {}},
      {Value::respect_and_dignity, Direction::breached, 0.8, {}}};
  digest.report.to_read[1].classification.values = {{Value::quality_of_care, Direction::upheld, 0.9, {}}};
  digest.report.to_read[0].classification.groups = {Group::fgm};
  return digest;
}

/// A day of no posts, collected whole, with the day before as quiet, and nothing to see to.
Digest quiet_day() {
  Digest digest{DigestKind::daily, internal_report()};
  page::PeriodReport& report = digest.report;
  report.period = period_holding(parse_day("2026-11-25").value(), Bucket::day);
  store::TrendRow none;
  none.period = report.period;
  report.now = page::exact_row(none);
  report.rows.clear();
  report.usual.trends.rows.clear();
  report.usual.charts.clear();
  report.usual.asked.by = Bucket::day;
  report.against = Comparison{{none, {}}, {none, {}}, "Europe/London", {}, {}};
  report.inside->coverage.sources.clear();
  report.inside->coverage.posts = 0;
  report.inside->around.period = report.period;
  return digest;
}

/// As it reads, wherever its lines end.
std::string read_text(const Digest& digest) {
  std::string text = plain_text(digest_document(digest));
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::size_t longest_line(const std::string& text) {
  std::istringstream lines{text};
  std::size_t longest = 0;
  for (std::string line; std::getline(lines, line);) longest = std::max(longest, line.size());
  return longest;
}

std::string all_of_it(const Digest& digest) {
  const page::Document document = digest_document(digest);
  return subject_of(digest) + plain_text(document) + mail_page(document) + page::markdown(document);
}

}  // namespace

TEST_CASE("A digest says what the report on the same week says, in text and in HTML", "[digest]") {
  const Digest digest = weekly();
  const page::Document document = digest_document(digest);
  check_golden_page("digest.txt", plain_text(document));
  check_golden_page("digest.html", mail_page(document));
  CHECK(document.summary == page::period_document(digest.report).summary);
  CHECK(name_of(digest) == "weekly/2026-W47");
  CHECK(subject_of(digest) == "Weekly digest, week 47 of 2026: 160 posts, 9 signals, 2 things to see to");
  CHECK(posts_in(digest) == std::vector<std::int64_t>{987, 1234});
}

TEST_CASE(
    "No post's words, and nothing about an inclusion group, stand in a digest, which says it is internal",
    "[digest]") {
  const std::string all = all_of_it(weekly());
  for (const char* kept : {kSaid, "mother", "rztin", "fgm", "FGM", "genital", "homeless"}) {
    CAPTURE(kept);
    CHECK_FALSE(holds(all, kept));
  }
  CHECK(holds(plain_text(digest_document(weekly())), "Internal: for the team, not for publication."));
  CHECK(holds(all, "1234: compassion, fallen short of; respect and dignity, fallen short of"));
  CHECK(holds(all, "nhsvalues show"));
}

TEST_CASE("A day of which nothing was collected is told as that, and never as a day without posts",
          "[digest]") {
  Digest digest = quiet_day();
  digest.report.now.collected = store::Collected::none;
  const std::string text = read_text(digest);
  CHECK(subject_of(digest) == "Daily digest, 25 November 2026: nothing was collected");
  CHECK(holds(text, "Nothing was collected on 25 November 2026, so that nobody knows what was said."));
  CHECK_FALSE(holds(text, "no post"));
  CHECK_FALSE(holds(text, " 0 posts"));
  CHECK_FALSE(holds(text, "The six values"));
  CHECK_FALSE(nothing_happened(digest));
}

TEST_CASE("Of a day that was collected in part the digest says so", "[digest]") {
  Digest digest = quiet_day();
  digest.report.now.collected = store::Collected::part;
  CHECK(holds(read_text(digest), "was not collected"));
  CHECK_FALSE(nothing_happened(digest));
}

TEST_CASE("Nothing happened where all was collected, nobody wrote and nothing waits", "[digest]") {
  CHECK(nothing_happened(quiet_day()));
  CHECK_FALSE(nothing_happened(weekly()));
  SECTION("but not where something waits") {
    Digest digest = quiet_day();
    digest.to_see_to = {{"1 message could not be delivered", "nhsvalues alerts"}};
    CHECK_FALSE(nothing_happened(digest));
  }
  SECTION("nor where a post came that could not be judged") {
    Digest digest = quiet_day();
    digest.report.now.numbers[Cell::unclassified] = page::exactly(1);
    CHECK_FALSE(nothing_happened(digest));
  }
  SECTION("nor where collection had a gap") {
    Digest digest = quiet_day();
    const UtcTime noon = parse_rfc3339("2026-11-25T12:00:00Z").value();
    Gap gap;
    gap.source = "feed";
    gap.from = noon;
    gap.to = noon + std::chrono::hours{1};
    digest.report.gaps = {gap};
    CHECK_FALSE(nothing_happened(digest));
  }
}

TEST_CASE("A quiet day is told in a few plain sentences", "[digest]") {
  const std::string text = read_text(quiet_day());
  CHECK(holds(text, "On 25 November 2026, no posts were read, as many as on the day before."));
  CHECK(holds(text, "Nothing waits for anybody."));
  CHECK(subject_of(quiet_day()) == "Daily digest, 25 November 2026: no posts");
}

TEST_CASE("Posts that could not be judged are told beside those that were, and of a day with no others",
          "[digest]") {
  Digest digest = quiet_day();
  digest.report.now.numbers[Cell::unclassified] = page::exactly(1);
  CHECK(holds(read_text(digest),
              "On 25 November 2026, 1 post came that could not be judged (another language, or no words)."));
  CHECK_FALSE(holds(read_text(digest), "no posts were read"));
  CHECK(subject_of(digest) == "Daily digest, 25 November 2026: 1 post that could not be judged");
  // One of 20 beside the 160 that were judged.
  CHECK(holds(read_text(weekly()), "8 more could not be judged (another language, or no words)."));
}

TEST_CASE("Names in a digest can neither run, nor hide, nor break its lines", "[digest][attack]") {
  for (const Attack& attack : attack_strings()) {
    Digest digest = weekly();
    digest.to_see_to.push_back({"The source " + attack.text + " has not answered", "nhsvalues status"});
    digest.report.inside->coverage.sources[0].source = attack.text;
    digest.report.to_read[0].network = attack.text;
    CAPTURE(attack.name);
    const page::Document document = digest_document(digest);
    CHECK(danger_in(plain_text(document)).empty());
    CHECK(danger_in(mail_page(document)).empty());
    CHECK(markup_in(mail_page(document)).empty());
  }
}

TEST_CASE("Lines of a digest's text fit a mail", "[digest]") {
  CHECK(longest_line(plain_text(digest_document(weekly()))) <= 72);
}

TEST_CASE("Looked at on a terminal narrower than a mail, a digest's lines fit that, and in a file a mail's",
          "[digest]") {
  Terminal narrow;
  narrow.columns = 60;
  CHECK(longest_line(plain_text(digest_document(weekly()), narrow)) > 60);
  narrow.interactive = true;
  CHECK(longest_line(plain_text(digest_document(weekly()), narrow)) <= 60);
  narrow.columns = 200;
  CHECK(plain_text(digest_document(weekly()), narrow) == plain_text(digest_document(weekly())));
}
