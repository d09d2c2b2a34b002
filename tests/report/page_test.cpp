#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <iterator>
#include <map>
#include <regex>
#include <set>

#include "privacy/digest.h"
#include "report/page/charts.h"
#include "report/page/html.h"
#include "report/page/markdown.h"
#include "report/page/plot.h"
#include "report/page/style.h"
#include "report/page/wording.h"
#include "tests/report/reported_period.h"
#include "tests/report/watched.h"
#include "tests/support/attack_strings.h"
#include "tests/support/golden.h"
#include "tests/support/holds.h"

using namespace nhs;
using namespace nhs::report::page;
using namespace nhs::test;

namespace {

std::string page_of(const PeriodReport& report) { return html(period_document(report)); }

std::size_t count_in(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

std::vector<int> heading_levels(const std::string& page) {
  std::vector<int> levels;
  static const std::regex heading{"<h([1-6])[ >]"};
  for (std::sregex_iterator at{page.begin(), page.end(), heading}, end; at != end; ++at)
    levels.push_back((*at)[1].str().front() - '0');
  return levels;
}

std::string base64_of_hex(const std::string& hex) {
  static constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::vector<unsigned> bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    bytes.push_back(static_cast<unsigned>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const unsigned b1 = i + 1 < bytes.size() ? bytes[i + 1] : 0;
    const unsigned b2 = i + 2 < bytes.size() ? bytes[i + 2] : 0;
    const unsigned all = bytes[i] << 16U | b1 << 8U | b2;
    text += letters[all >> 18U];
    text += letters[all >> 12U & 63U];
    text += i + 1 < bytes.size() ? letters[all >> 6U & 63U] : '=';
    text += i + 2 < bytes.size() ? letters[all & 63U] : '=';
  }
  return text;
}

/// WCAG 2.2, relative luminance.
double luminance(const std::string& colour) {
  const auto part = [&](std::size_t at) {
    const double c = std::stoi(colour.substr(at, 2), nullptr, 16) / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

double contrast(const std::string& one, const std::string& other) {
  const double a = luminance(one), b = luminance(other);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

/// The colours of one of the style sheet's schemes, in their order: light, dark, print.
std::map<std::string, std::string> scheme(int which) {
  std::string sheet{style_sheet()};
  for (int i = 0; i <= which; ++i) sheet = sheet.substr(sheet.find(":root{") + 6);
  sheet = sheet.substr(0, sheet.find('}'));
  std::map<std::string, std::string> colours;
  static const std::regex colour{"--([a-z]+):(#[0-9a-f]{6})"};
  for (std::sregex_iterator at{sheet.begin(), sheet.end(), colour}, end; at != end; ++at)
    colours[(*at)[1]] = (*at)[2];
  return colours;
}

PeriodReport with_posts(std::vector<store::StoredPost> posts) {
  PeriodReport report = internal_report();
  report.to_read = std::move(posts);
  return report;
}

Campaign campaign(const std::string& title, const std::string& since, const std::string& until = {}) {
  Campaign made;
  made.name = "name";
  made.title = title;
  made.since = parse_day(since).value();
  if (!until.empty()) made.until = parse_day(until).value();
  return made;
}

/// One that is over, one of a day, and one that goes on.
std::vector<Campaign> three_campaigns() {
  return {campaign("Summer stories", "2026-06-15", "2026-08-31"),
          campaign("Stall in the market", "2026-10-10", "2026-10-11"),
          campaign("Team Leeds: Hearts and Minds", "2026-10-12")};
}

}  // namespace

TEST_CASE("Reports are as they were looked at and found right", "[page]") {
  PeriodReport inside = with_posts({post_saying(12, "Nobody sat with her.\nNot once #NHSvalues")});
  inside.campaigns = three_campaigns();
  inside.to_read.push_back(post_saying(13, "Not to be found"));
  inside.to_read.back().quotable = false;
  check_golden_page("internal.html", page_of(inside));
  check_golden_page("internal.md", markdown(period_document(inside)));
  PeriodReport outside = public_report();
  outside.campaigns = three_campaigns();
  check_golden_page("public.html", page_of(outside));
  check_golden_page("public.md", markdown(period_document(outside)));
}

TEST_CASE("The story names a campaign that lies in its period, and no other", "[page][campaigns]") {
  PeriodReport report = internal_report();
  CHECK_FALSE(holds(period_document(report).summary, "ampaign"));
  CHECK_FALSE(holds(page_of(report), "<h2 id=\"campaigns"));
  report.campaigns = three_campaigns();
  CHECK(holds(period_document(report).summary,
              "Campaign in this time: Team Leeds: Hearts and Minds (since 12 October 2026)."));
  report.campaigns.push_back(campaign("Launch", "2026-11-18", "2026-11-19"));
  CHECK(holds(period_document(report).summary,
              "Campaigns in this time: Team Leeds: Hearts and Minds (since 12 "
              "October 2026); Launch (18 November 2026)."));
}

TEST_CASE("A campaign stands above its periods in every chart over time, and in words", "[page][campaigns]") {
  PeriodReport report = internal_report();
  const std::string without = page_of(report);
  report.campaigns = {campaign("Summer stories", "2026-06-15", "2026-08-31")};
  const std::string page = page_of(report);
  const std::size_t charts = count_in(page, "Marked above it: Summer stories, 2026-W25 to 2026-W35.</desc>");
  // Six values, sentiment, people and posts, and the signals.
  CHECK(charts >= 9);
  CHECK(count_in(page, ">Summer stories</text>") == charts);
  CHECK(count_in(page, "viewBox=\"0 0 640 274\"") == charts);
  CHECK_FALSE(holds(without, "640 274"));
  CHECK(holds(markdown(period_document(report)),
              "| Summer stories | 15 June to 30 August 2026 | 2026-W25 to 2026-W35 |"));
}

TEST_CASE("Campaigns at one time stand in lanes of their own, those apart share one", "[page][campaigns]") {
  const std::vector<SharePoint> points(20,
                                       SharePoint{"W1", report::Share{0.1, 0.05, 0.2}, false, false, false});
  const auto height = [&](const std::vector<CampaignSpan>& spans) {
    return share_line(points, {"t", "r"}, spans).substr(0, 40);
  };
  CHECK(holds(height({}), "0 0 640 240"));
  CHECK(holds(height({{0, 1, "one"}, {10, 12, "two"}}), "0 0 640 274"));
  CHECK(holds(height({{0, 9, "one"}, {5, 12, "two"}}), "0 0 640 308"));
  CHECK(holds(height({{0, 9, "one"}, {1, 12, "two"}, {2, 9, "three"}, {3, 9, "four"}}), "0 0 640 342"));
  // A name that would leave the page ends at its right.
  CHECK(holds(share_line(points, {"t", "r"}, {{19, 19, "A long name"}}), "text-anchor=\"end\">A long name"));
}

TEST_CASE("Where posts of one sentiment were asked for, nothing is told of how people felt",
          "[page][story]") {
  PeriodReport report = internal_report();
  CHECK(holds(period_document(report).summary, "were positive"));
  report.only = Sentiment::negative;
  const std::string page = page_of(report);
  CHECK_FALSE(holds(page, "% were positive"));
  CHECK(holds(page, "Only negative posts were asked for, so that nothing can be told of how people felt."));
}

TEST_CASE("A page runs nothing, asks for nothing and has one style, which its policy names", "[page]") {
  const std::string page = page_of(internal_report());
  privacy::Digest digest;
  digest.add(style_sheet());
  const std::string hash = "sha256-" + base64_of_hex(digest.finish());
  CHECK(style_digest() == hash);
  CHECK(holds(page, "content=\"default-src 'none'; style-src '" + hash +
                        "'; img-src data:; base-uri 'none'; form-action 'none'\""));
  CHECK(holds(page, "<style>" + std::string{style_sheet()} + "</style>"));
  CHECK(count_in(page, "<style") == 1);
  for (const char* part : {"<script", " style=", "http:", "https:", "url(", "@import", "<link", "<img"})
    CHECK_FALSE(holds(page, part));
  CHECK_FALSE(std::regex_search(page, std::regex{"<[a-z]+[^>]* on[a-z]+="}));
  CHECK(page.size() < 500'000);
}

TEST_CASE("Headings are in order, and every place has one name", "[page]") {
  for (const PeriodReport& report : {internal_report(), internal_report(0), internal_report(1),
                                     public_report(), public_report(30), public_report(0)}) {
    const std::string page = page_of(report);
    const std::vector<int> levels = heading_levels(page);
    REQUIRE_FALSE(levels.empty());
    CHECK(levels.front() == 1);
    CHECK(std::count(levels.begin(), levels.end(), 1) == 1);
    for (std::size_t i = 1; i < levels.size(); ++i) CHECK(levels[i] <= levels[i - 1] + 1);
    std::set<std::string> names;
    static const std::regex id{" id=\"([^\"]*)\""};
    for (std::sregex_iterator at{page.begin(), page.end(), id}, end; at != end; ++at)
      CHECK(names.insert((*at)[1]).second);
    static const std::regex link{" href=\"#([^\"]*)\""};
    for (std::sregex_iterator at{page.begin(), page.end(), link}, end; at != end; ++at)
      CHECK(names.count((*at)[1]) == 1);
    CHECK(count_in(page, "<svg ") == count_in(page, "role=\"img\"><title>"));
    CHECK(count_in(page, "<table>") == count_in(page, "<caption>"));
    for (const char* landmark : {"<header>", "<main>", "<nav aria-label", "<html lang=\"en-GB\">"})
      CHECK(count_in(page, landmark) == 1);
  }
}

TEST_CASE("No text of a post runs or misleads in a report", "[page][attack]") {
  for (const Attack& attack : attack_strings()) {
    INFO(attack.name);
    PeriodReport report = with_posts({post_saying(1, attack.text)});
    report.to_read[0].network = attack.text;
    report.to_read[0].language = attack.text;
    report.filters = attack.text;
    report.networks[0] = attack.text;
    report.inside->networks[0].name = attack.text;
    report.inside->coverage.sources[0].source = attack.text;
    report.inside->pledges.makers[0].sources = {attack.text};
    const std::string page = page_of(report);
    CHECK(markup_in(page).empty());
    CHECK(danger_in(page).empty());
    CHECK_FALSE(std::regex_search(page, std::regex{"<script|<img|<a href=\"[^#]|<[a-z]+[^>]* on[a-z]+="}));
    const std::string text = markdown(period_document(report));
    CHECK(danger_in(text).empty());
    CHECK_FALSE(std::regex_search(text, std::regex{"(^|[^\\\\])<[a-zA-Z/!]"}));
    CHECK_FALSE(std::regex_search(text, std::regex{"(^|[^\\\\])\\]\\("}));
  }
}

TEST_CASE("Pledges by who made them add up, also where only some of those are listed", "[page]") {
  PeriodReport report = internal_report();
  CHECK_FALSE(holds(markdown(period_document(report)), "All others"));
  store::Pledges& pledges = report.inside->pledges;
  pledges.all = {30, 5};
  pledges.makers.assign(12, {"mastodon", std::nullopt, {"mastodon.example"}, {2, 0}});
  pledges.makers[0].counts.followed_up = 1;
  CHECK(holds(markdown(period_document(report)), "| All others | 10 | 4 | 6 |"));
}

TEST_CASE("Who asks not to be found is not quoted, and nobody is by number or day for the public", "[page]") {
  PeriodReport inside = with_posts({post_saying(12, "secret words")});
  inside.to_read[0].quotable = false;
  CHECK_FALSE(holds(page_of(inside), "secret words"));
  PeriodReport outside = public_report();
  outside.to_read = {post_saying(4711, "They held my hand.")};
  const std::string page = page_of(outside);
  CHECK(holds(page, "They held my hand."));
  CHECK_FALSE(holds(page, "4711"));
  CHECK_FALSE(holds(page, "2026-11-18"));
}

TEST_CASE("A report for the public tells nothing of what is hidden", "[page]") {
  PeriodReport report = public_report();
  for (ToldRow* row : {&report.rows.back(), &report.now}) {
    row->numbers[report::Cell::of(Value::compassion)] = report::hidden_count();
    for (const Direction direction : all_of<Direction>())
      row->numbers[report::Cell::of(Value::compassion, direction)] = report::hidden_count();
  }
  report.against.reset();
  work_out_from_told(report, &report.rows[report.rows.size() - 2]);
  for (const report::ControlChart& chart : report.usual.charts) CHECK(chart.value != Value::compassion);
  REQUIRE(report.against);
  for (const report::ComparedShare& share : report.against->shares) CHECK(share.value != Value::compassion);
  CHECK(holds(page_of(report), "[c]"));
  CHECK(holds(markdown(period_document(report)), "| Compassion | \\[c\\] | \\[c\\] | - |"));
}

TEST_CASE("What is hidden does not make changes beside it clear", "[page]") {
  PeriodReport report = public_report();
  ToldRow& then = report.rows[report.rows.size() - 2];
  const auto tell = [&](std::size_t cell, std::int64_t before, std::int64_t now) {
    then.numbers[cell] = report::public_count(before);
    report.now.numbers[cell] = report::public_count(now);
  };
  tell(report::Cell::classified, 400, 400);
  for (const Sentiment sentiment : all_of<Sentiment>()) tell(report::Cell::of(sentiment), 130, 130);
  for (const Value value : all_of<Value>()) {
    tell(report::Cell::of(value), 200, 200);
    for (const Direction direction : all_of<Direction>()) tell(report::Cell::of(value, direction), 60, 60);
    if (value == Value::quality_of_care) continue;
    for (const Direction direction : {Direction::upheld, Direction::breached})
      tell(report::Cell::of(value, direction), 13, 7);
  }
  tell(report::Cell::of(Value::quality_of_care, Direction::breached), 80, 110);
  report.against.reset();
  work_out_from_told(report, &then);
  // 80 and 110 of 400: z = 0.075 / sqrt(0.2375 * 0.7625 * 2 / 400) = 2.49, p = 0.013. Of the 17 rows without
  // a hidden number the first stands below 0.05 / 17 = 0.003. With ten of 15 and "0" posts, which p = 0.0001
  // each would let pass, it would be the eleventh of 27, below 11 * 0.05 / 27 = 0.02.
  REQUIRE(report.against);
  CHECK(report.against->shares.size() == 17);
  for (const report::ComparedShare& share : report.against->shares) CHECK_FALSE(share.is_clear());
  const std::string page = markdown(period_document(report));
  CHECK(holds(page, "Cannot tell whether anything changed"));
  CHECK(holds(page, "less often where 17 are read at once"));
}

TEST_CASE("With nothing, with one post and with too few to tell, a report says so", "[page]") {
  CHECK(holds(page_of(internal_report(0)), "no posts were read"));
  CHECK(holds(page_of(internal_report(1)), "1 post was read"));
  PeriodReport few = public_report();
  for (ToldRow* row : {&few.rows.back(), &few.now})
    for (report::PublicCount& count : row->numbers) count = report::hidden_count();
  few.against.reset();
  work_out_from_told(few, &few.rows[few.rows.size() - 2]);
  CHECK_FALSE(few.against);
  CHECK(holds(page_of(few), "How many posts were read in October 2026 is not shown."));
  PeriodReport unknown = internal_report();
  unknown.now.collected = store::Collected::none;
  CHECK(holds(page_of(unknown), "nobody knows what was said"));
}

TEST_CASE("Of a time in which nothing was collected no section tells of none", "[page]") {
  PeriodReport inside = internal_report(0);
  CHECK(holds(page_of(inside), "No pledge was made"));
  inside.now.collected = store::Collected::none;
  for (const std::string& page : {page_of(inside), page_of(internal_report(0))}) {
    CHECK_FALSE(holds(page, "by 0 people"));
    CHECK_FALSE(holds(page, "o posts by"));
  }
  CHECK_FALSE(holds(page_of(inside), "No pledge was made"));
  CHECK_FALSE(holds(page_of(inside), "0 of 0"));
  PeriodReport outside = public_report(0);
  outside.now.collected = store::Collected::none;
  outside.sources_asked = false;
  CHECK_FALSE(holds(page_of(outside), "0 of 0"));
  CHECK_FALSE(holds(page_of(outside), "or imported"));
}

TEST_CASE("A time of which the one before was not collected is set beside nothing", "[page]") {
  PeriodReport report = internal_report();
  REQUIRE(holds(page_of(report), "2026-W47 against 2026-W46"));
  report.against->first.counts = {};
  report.against->first.counts.collected = store::Collected::none;
  CHECK_FALSE(holds(page_of(report), "2026-W47 against"));
  CHECK(holds(page_of(report), "Of the week before nothing was collected."));
}

TEST_CASE("Posts whose author is not known are told beside people, and never as posts by nobody", "[page]") {
  PeriodReport report = internal_report(20);
  store::TrendRow& now = report.inside->counts;
  store::TrendRow& last = report.usual.trends.rows.back();
  const auto told = [&] { return markdown(period_document(report)); };
  // Made up with four people for five posts.
  CHECK(holds(told(), "20 posts by 16 people."));
  CHECK_FALSE(holds(told(), "Author not known"));
  now.authors = last.authors = 3;
  now.posts_by_unknown = last.posts_by_unknown = 17;
  CHECK(holds(told(), "20 posts: 3 by 3 people, and 17 whose author is not known."));
  CHECK(holds(told(), "| Period | Posts | People | Author not known |"));
  CHECK(holds(told(), "| 20 | 3 | 17 |"));
  now.authors = last.authors = std::nullopt;
  now.posts_by_unknown = last.posts_by_unknown = 20;
  CHECK(holds(told(), "20 posts, whose authors are not known."));
  CHECK(holds(told(), "| 20 | - | 20 |"));
  CHECK_FALSE(holds(told(), "by 0 people"));
  // Put together from several periods: the people of all are no sum.
  now.posts_by_unknown = 17;
  CHECK(holds(
      told(),
      "20 posts, 17 of which by an author not known; how many people wrote the others was not counted."));
  now.posts_by_unknown = 0;
  CHECK(holds(told(), "How many people wrote these posts was not counted."));
  now.posts_by_unknown = std::nullopt;
  CHECK(holds(told(), "How many people wrote these posts was not counted."));
}

TEST_CASE("Hours in which a source need not be asked are no hours without an answer", "[page]") {
  PeriodReport report = internal_report();
  store::SourceCoverage& source = report.inside->coverage.sources[0];
  source.hours_missed = 140;
  report.inside->around.configured_sources = {watched(source.source)};
  const auto row = [&] { return markdown(period_document(report)); };
  // Asked every twenty minutes at the slowest: 2 hours of its 168 without an answer, and 140 in which it was
  // not asked.
  CHECK(holds(row(), "| mastodon.example | 160 | 166 | 142 |"));
  report.inside->around.configured_sources[0].slowest = std::chrono::hours{6};
  CHECK(holds(row(), "| mastodon.example | 160 | 166 | 2 |"));
}

TEST_CASE("Every sentence of the story begins with a capital", "[page]") {
  PeriodReport report = public_report();
  for (const Value value : all_of<Value>())
    report.now.numbers[report::Cell::of(value, Direction::upheld)] = report::hidden_count();
  const std::string summary = period_document(report).summary;
  CHECK(holds(summary, "fell short most often"));
  CHECK_FALSE(std::regex_search(summary, std::regex{"\\. [a-z]"}));
}

TEST_CASE("The scale's lines do not cut columns", "[page]") {
  for (const std::string& svg : {count_columns({{"W1", 40, 30}}, {"Title", "Reading"}),
                                 sentiment_columns({{"W1", 20, 10, 10}}, {"Title", "Reading"})})
    CHECK(svg.rfind("class=\"grid\"") < svg.find("<rect"));
}

TEST_CASE("Times whose posts cannot be searched any more are not set against each other, nor called silent",
          "[page][story]") {
  const auto told = [](PeriodReport report) { return period_document(report).summary; };
  PeriodReport report = internal_report();
  store::TrendRow& before = report.against->first.counts;
  before.lacks_what_is_asked = before.cannot_be_searched = true;
  before.collected = store::Collected::part;
  CHECK(holds(told(report),
              "some posts are kept without their texts and authors, so that numbers of posts cannot"));
  CHECK_FALSE(holds(told(report), "than in the week before"));
  before.collected = store::Collected::none;
  CHECK(holds(told(report),
              "the posts of the week before are kept without their texts and cannot be searched"));
  CHECK_FALSE(holds(told(report), "nothing was collected"));
  report = internal_report();
  report.now.lacks_what_is_asked = true;  // each author once
  report.now.collected = store::Collected::part;
  CHECK(holds(told(report), "once per author each of them counts. Part of this time was not collected"));
  report = internal_report(0);
  report.now.lacks_what_is_asked = report.now.cannot_be_searched = true;
  report.now.collected = store::Collected::none;
  CHECK(holds(told(report), "nobody knows how many would match"));
  CHECK_FALSE(holds(page_of(report), "Nothing was collected"));
}

TEST_CASE("Pledges that are kept without text, or are not among what was asked for, are not called none",
          "[page]") {
  PeriodReport report = internal_report();
  report.inside->pledges.without_texts = 7;
  CHECK(holds(page_of(report), "7 more made a pledge and are kept without text"));
  report.inside->pledges = {};
  report.inside->pledges.without_texts = 1;
  CHECK(holds(page_of(report), "1 post made a pledge and is kept without text"));
  CHECK_FALSE(holds(page_of(report), "No pledge was made"));
  report.inside->pledges.without_texts_unsearched = true;
  CHECK(holds(page_of(report), "1 pledge of this time is kept without text"));
  CHECK(holds(page_of(report), "whether it matches what was asked for cannot be told"));
  CHECK_FALSE(holds(page_of(report), "1 post made a pledge"));
  report.inside->pledges = {};
  report.filters = "experience";
  CHECK(holds(page_of(report), "No pledge was made in this period among the posts asked for (experience)."));
}

TEST_CASE("Times of which not all is here are not set against each other", "[page][story]") {
  const auto told = [](PeriodReport report) { return period_document(report).summary; };
  PeriodReport report = internal_report();
  CHECK(holds(told(report), "more than in the week before"));
  report.against->first.counts.collected = store::Collected::part;
  CHECK_FALSE(holds(told(report), "more than in the week before"));
  CHECK(holds(told(report), "so that numbers of posts cannot be compared; shares can"));
  report.against->first.counts.collected = store::Collected::none;
  CHECK(holds(told(report), "of the week before nothing was collected"));
  CHECK_FALSE(holds(told(report), "no share changed"));
  report = internal_report();
  report.now.partial = report.rows.back().partial = true;
  CHECK_FALSE(holds(told(report), "than in the week before"));
}

TEST_CASE("Where there are no limits for a time, nothing is called usual", "[page][story]") {
  PeriodReport report = internal_report();
  report.usual.trends.rows.back().partial = true;
  report.now.partial = report.rows.back().partial = true;
  report.usual.charts = report::control_charts(report.usual.trends, report.usual.asked,
                                               {report::Measure::share, report::Measure::volume});
  const std::string page = page_of(report);
  CHECK_FALSE(holds(page, "more than the usual ups and downs."));
  CHECK(holds(period_document(report).summary, "it is not yet held against what is usual"));
  report = public_report();
  report.usual.charts.clear();
  CHECK(holds(period_document(report).summary, "Too many numbers are hidden to tell what is usual."));
}

TEST_CASE("That a value is only named is not mixed up with a signal of numbers only", "[page][story]") {
  const std::string summary = period_document(internal_report()).summary;
  CHECK(holds(summary,
              ": the number of posts in which improving lives is only named, above the usual, at 6 posts ("));
}

TEST_CASE("Few posts of a time collected in part are no signal", "[page][story]") {
  PeriodReport report = internal_report(20);
  for (std::size_t i = 0; i + 1 < report.rows.size(); ++i) {
    store::TrendRow& row = report.usual.trends.rows[i];
    const Period period = row.period;
    row = counted_row(period, 150 + static_cast<std::int64_t>(i % 3), 6);
    row.models = {{"2026.11", row.posts}};
    report.rows[i] = exact_row(row);
  }
  report.usual.charts =
      report::control_charts(report.usual.trends, report.usual.asked, {report::Measure::volume});
  const auto is_of_all = [](const report::ToldSignal& told) { return !told.charts.front()->value; };
  std::vector<report::ToldSignal> signals = signals_of_period(report);
  CHECK(std::any_of(signals.begin(), signals.end(), is_of_all));
  report.usual.trends.rows.back().collected = report.rows.back().collected = store::Collected::part;
  report.usual.charts =
      report::control_charts(report.usual.trends, report.usual.asked, {report::Measure::volume});
  signals = signals_of_period(report);
  CHECK(std::none_of(signals.begin(), signals.end(), is_of_all));
}

TEST_CASE("Values with as many posts are told together, and nothing is said to lead what is hidden",
          "[page][story]") {
  PeriodReport report = internal_report(1);
  for (const Value value : all_of<Value>())
    for (const Direction direction : all_of<Direction>()) {
      const bool found = direction == Direction::breached && index_of(value) < 2;
      report.now.numbers[report::Cell::of(value)] = exactly(index_of(value) < 2 ? 1 : 0);
      report.now.numbers[report::Cell::of(value, direction)] = exactly(found ? 1 : 0);
    }
  const std::string summary = period_document(report).summary;
  CHECK(holds(summary, "Working together and respect and dignity came up most, in 1 of 1 post each."));
  CHECK(holds(summary, "Working together and respect and dignity fell short most often (1 post each)."));
  for (const Value value : {Value::working_together, Value::respect_and_dignity})
    report.now.numbers[report::Cell::of(value, Direction::upheld)] = exactly(2);
  CHECK(holds(
      period_document(report).summary,
      "Working together and respect and dignity were lived up to (2 posts each) and fallen short of (1 post "
      "each) most often."));
  report.now.numbers[report::Cell::of(Value::working_together, Direction::upheld)] = exactly(0);
  report.now.numbers[report::Cell::of(Value::working_together, Direction::breached)] = exactly(0);
  CHECK(holds(period_document(report).summary,
              "Respect and dignity was both lived up to (2 posts) and fallen short of (1 post) most often."));
  CHECK(holds(summary, "There are too few posts to tell a change against the week before."));
  report = public_report();
  report.now.numbers[report::Cell::of(Value::compassion)] = report::hidden_count();
  CHECK(holds(period_document(report).summary, "Of what is shown, working together came up most"));
}

TEST_CASE("Of a hidden number it is not said that it is small", "[page]") {
  PeriodReport report = public_report();
  for (const Kind kind : all_of<Kind>()) report.now.numbers[report::Cell::of(kind)] = report::hidden_count();
  for (const Group group : all_of<Group>())
    report.now.numbers[report::Cell::of(group)] = report::hidden_count();
  report.now.numbers[report::Cell::unclassified] = report::hidden_count();
  const std::string page = page_of(report);
  for (const char* small : {"they are few", "a few posts", "too few posts to tell", "Some posts tell"})
    CHECK_FALSE(holds(page, small));
}

TEST_CASE("Letters and lines stand out from their ground in light, dark and print", "[page]") {
  for (int which = 0; which < 3; ++which) {
    INFO(which);
    const auto colours = scheme(which);
    const auto of = [&](const char* name) { return colours.at(name); };
    for (const char* ground : {"ground", "panel"})
      for (const char* letters : {"ink", "quiet", "main", "mark"}) {
        INFO(letters << " on " << ground);
        CHECK(contrast(of(letters), of(ground)) >= 4.5);
      }
    for (const char* drawn : {"line", "edge", "bad", "neither", "main", "mark", "quiet"}) {
      INFO(drawn);
      CHECK(contrast(of(drawn), of("ground")) >= 3);
    }
    CHECK(contrast(of("main"), of("band")) >= 3);
    CHECK(contrast(of("line"), of("panel")) >= 3);
    CHECK(contrast(of("edge"), of("panel")) >= 3);
  }
}

TEST_CASE("A scale ends at a round number at or above the highest", "[page]") {
  CHECK(round_step(1) == Approx(0.5));
  CHECK(round_step(0.31) == Approx(0.1));
  CHECK(round_step(7) == Approx(2));
  CHECK(round_step(0) == Approx(1));
  const Plot plot{3, 0.31, true};
  CHECK(plot.y(0) == Approx(plot.bottom()));
  CHECK(plot.y(0.4) == Approx(plot.top()));
  CHECK(plot.x(1) - plot.x(0) == Approx(plot.step()));
}

TEST_CASE("A line has a gap where nothing is known, and marks signals by another shape", "[page]") {
  const report::Share share{0.2, 0.1, 0.3};
  std::vector<SharePoint> points = {{"W1", share}, {"W2", share}, {"W3", {}}, {"W4", share}, {"W5", share}};
  std::string svg = share_line(points, {"Title", "Reading"});
  CHECK(count_in(svg, "class=\"share\"") == 2);
  CHECK(count_in(svg, "class=\"point\"") == 4);
  points[4].in_signal = true;
  points[3].is_break = true;
  svg = share_line(points, {"Title", "Reading"});
  CHECK(count_in(svg, "<path class=\"signal\"") == 1);
  CHECK(count_in(svg, "class=\"break\"") == 1);
  CHECK(holds(svg, "role=\"img\"><title>Title</title><desc>Reading</desc>"));
}

TEST_CASE("Numbers are grouped, and few are not told as shares", "[page]") {
  CHECK(grouped(999) == "999");
  CHECK(grouped(1204) == "1,204");
  CHECK(grouped(-1234567) == "-1,234,567");
  CHECK(part_in_words(exactly(3), exactly(7)) == "3 of 7");
  CHECK(part_in_words(exactly(30), exactly(100)) == "30%");
  CHECK(part_in_words(report::hidden_count(), exactly(100)) == "[c]");
  CHECK(part_in_words(exactly(0), exactly(0)) == "-");
  CHECK(posts_in_words(report::public_count(153)) == "about 155 posts");
}

TEST_CASE("What stands out comes first, each value once, with what it was before", "[page][story]") {
  const std::string summary = period_document(internal_report()).summary;
  CHECK(
      summary.rfind("More than the usual ups and downs: compassion, fallen short of, above the usual, at 20% "
                    "(usually up to 11%; 5% in the week before); all posts on it, above the usual, at 36% ",
                    0) == 0);
  CHECK(holds(summary, "In week 47 of 2026, 160 posts were read"));
  CHECK_FALSE(holds(summary, "5% then, 20% now"));
  PeriodReport quiet = internal_report();
  for (report::ControlChart& chart : quiet.usual.charts) chart.signals.clear();
  const std::string told = period_document(quiet).summary;
  CHECK(told.rfind("In week 47 of 2026", 0) == 0);
  CHECK(holds(told, "Nothing was more than the usual ups and downs."));
  CHECK(
      holds(told, "Against the week before, clearly changed: compassion, fallen short of: 5% then, 20% now"));
}

TEST_CASE("Of few rounded posts the public is told numbers, and of many shares that say they are rounded",
          "[page][story]") {
  PeriodReport report = public_report();
  // Of 640 posts 320, 192 and 128, told as 320, 190 and 130.
  std::string summary = period_document(report).summary;
  CHECK(holds(summary, "About 50% were positive, 30% neutral and 20% negative."));
  CHECK(holds(summary, "came up most, in about 37% of posts (between"));
  CHECK(holds(summary,
              "fallen short of, above the usual, at about 20% (usually up to 12%; about 4% in the month"));
  // Of 27 posts a third each, and two thirds on one value. Told as 10 of 25 and 20 of 25 these would be 40%
  // and 80%.
  const auto tell = [&](std::size_t cell, std::int64_t posts) {
    report.now.numbers[cell] = report::public_count(posts);
  };
  tell(report::Cell::classified, 27);
  for (const Sentiment sentiment : all_of<Sentiment>()) tell(report::Cell::of(sentiment), 9);
  for (const Value value : all_of<Value>())
    tell(report::Cell::of(value), value == Value::quality_of_care ? 18 : 0);
  CHECK(holds(page_of(report), "more, about 4"));
  report.against.reset();
  summary = period_document(report).summary;
  CHECK(holds(summary, "About 10 posts were positive, about 10 neutral and about 10 negative."));
  CHECK(holds(summary, "Quality of care came up most, in about 20 of about 25 posts."));
  CHECK(holds(markdown(period_document(report)), "| Quality of care | 20 | 20 of 25 | - |"));
  tell(report::Cell::of(Sentiment::neutral), 0);
  CHECK(holds(page_of(report),
              "In this period about 10 posts were positive, none neutral and about 10 negative."));
}

TEST_CASE("Months whose number is hidden are no zeros in what a share was before", "[page]") {
  PeriodReport report = public_report();
  const auto told = [&] { return count_in(markdown(period_document(report)), " before it."); };
  const std::size_t of_all = told();
  REQUIRE(of_all >= count_of<Value>);
  report.rows[3].numbers[report::Cell::of(Value::compassion)] = report::hidden_count();
  CHECK(told() == of_all / count_of<Value> * (count_of<Value> - 1));
  // Of a month of which all is hidden neither posts nor those they are of count.
  report = public_report();
  for (report::PublicCount& count : report.rows[3].numbers) count = report::hidden_count();
  CHECK(told() == of_all);
}

TEST_CASE("What was not held against the usual, for its numbers are hidden, is named and not called quiet",
          "[page][story]") {
  PeriodReport report = public_report();
  // Of 384 posts a 56th and a 64th fall short of the last two values.
  CHECK(holds(period_document(report).summary,
              "Not held against what is usual, for some of their numbers are hidden: of the values, 2 of 18 "
              "directions (lived up to, fallen short of, only named)."));
  report.rows[3].numbers[report::Cell::of(Value::compassion)] = report::hidden_count();
  work_out_from_told(report, &report.rows[report.rows.size() - 2]);
  for (report::ControlChart& chart : report.usual.charts) chart.signals.clear();
  const std::string summary = period_document(report).summary;
  CHECK(holds(summary, "Nothing that could be looked at was more than the usual ups and downs."));
  CHECK(holds(summary, "hidden: compassion; of the other values, 2 of 15 directions"));
  const std::string page = markdown(period_document(report));
  CHECK(count_in(page, "| not looked at |") == 1);
  CHECK(count_in(page, "Not held against what is usual") == 2);
  CHECK_FALSE(holds(page_of(internal_report()), "Not held against"));
}

TEST_CASE("The public is told which of two rounded numbers is the larger, and not by how much",
          "[page][story]") {
  PeriodReport report = public_report();
  // Each is the nearest 5, so that their difference may be off by 4.
  CHECK(holds(period_document(report).summary,
              "about 640 posts were read, more than in the month before (about 480)."));
  report.against->first.counts.collected = store::Collected::part;
  CHECK(holds(period_document(report).summary, "in the month before it was about 480, but"));
}

TEST_CASE("Posts whose kind nobody judged stand in a row of their own, and in no share", "[page]") {
  PeriodReport report = internal_report();
  for (const Kind kind : all_of<Kind>())
    report.now.numbers[report::Cell::of(kind)] = exactly(kind == Kind::news ? 100 : 0);
  const std::string page = markdown(period_document(report));
  CHECK(holds(page, "| News and announcements | 100 | 100% | 96% to 100% |"));
  CHECK(holds(page, "| Not judged | 60 | - | - |"));
  CHECK(holds(page, "Of 60 posts the kind was not judged; shares are of the others."));
  report.now.numbers[report::Cell::of(Kind::news)] = exactly(160);
  CHECK_FALSE(holds(page_of(report), "Not judged"));
  CHECK_FALSE(holds(page_of(public_report()), "Not judged"));
}

TEST_CASE("Times of few rounded posts are not compared by share", "[page]") {
  PeriodReport report = public_report();
  ToldRow& then = report.rows[report.rows.size() - 2];
  then.numbers[report::Cell::classified] = report::public_count(27);
  report.against.reset();
  work_out_from_told(report, &then);
  REQUIRE(report.against);
  CHECK(report.against->shares.empty());
  CHECK(holds(page_of(report), "There are too few posts to compare."));
}

TEST_CASE("Where one feeling is hidden, the others are not told as if it were a share", "[page]") {
  PeriodReport report = public_report();
  CHECK(holds(page_of(report), "In this period about 50% were positive"));
  report.now.numbers[report::Cell::of(Sentiment::positive)] = report::hidden_count();
  const std::string page = page_of(report);
  CHECK_FALSE(holds(page, "about [c]"));
  CHECK(holds(page, "How all of them felt is not shown; what is, stands in the table."));
}

TEST_CASE("The story says when much of what was read is one author's, to the team alone", "[page][story]") {
  PeriodReport report = internal_report();
  // Of 160 posts more than 32 are a fifth, and more than 80 are half.
  CHECK_FALSE(holds(period_document(report).summary, "by one author"));
  report.inside->counts.most_by_one_author = 33;
  CHECK(holds(period_document(report).summary, "33 of these 160 posts are by one author."));
  report.inside->counts.most_by_one_author = 160;
  CHECK(holds(period_document(report).summary,
              "160 of these 160 posts are by one author: one voice, not many."));
  report.inside->counts.most_by_one_author.reset();
  CHECK_FALSE(holds(period_document(report).summary, "by one author"));
  CHECK_FALSE(holds(period_document(public_report()).summary, "by one author"));
}

TEST_CASE("Posts that could not be judged stand in the story, beside those that were", "[page][story]") {
  // One of 20 of 160 and of 640 posts; 32 are rounded to 30.
  CHECK(holds(period_document(internal_report()).summary, "8 more could not be judged"));
  CHECK(holds(period_document(public_report()).summary, "About 30 more could not be judged"));
}

TEST_CASE("What is just past its limit is told to the decimal that shows it", "[page][story]") {
  PeriodReport report = internal_report();
  for (report::ControlChart& chart : report.usual.charts)
    if (chart.value == Value::compassion && chart.direction == Direction::breached &&
        chart.measure == report::Measure::share)
      chart.baselines.back().limits.upper = chart.points.back().height(chart.measure) - 0.001;
  CHECK(holds(period_document(report).summary,
              "compassion, fallen short of, above the usual, at 20.0% (usually 0.3 to 19.9%; "));
}

TEST_CASE("Texts from files, which may be answers to a survey, are not called public posts", "[page]") {
  PeriodReport report = internal_report();
  const auto told = [&](std::vector<std::string> from_files) {
    report.from_files = std::move(from_files);
    return page_of(report);
  };
  const char* const days = "from 16 to 22 November 2026.";
  CHECK(holds(told({}), std::string{"Public posts "} + days));
  CHECK(holds(told({"survey"}), std::string{"Public posts "} + days));
  std::string page = told({"feed"});
  CHECK(holds(page, std::string{"Public posts and texts from files "} + days));
  CHECK(holds(
      page,
      "Public posts with the hashtags that are watched, and texts from files, which may be answers to a survey "
      "and never have been public, are read and judged by a program"));
  page = told({"mastodon", "bluesky", "feed"});
  CHECK(holds(page, std::string{"Texts from files "} + days));
  CHECK(holds(page, "Texts from files, which may be answers to a survey"));
  CHECK_FALSE(holds(page, "Public posts"));
}

TEST_CASE("A quarter is told with its months and by the name that the NHS year has for it", "[page]") {
  PeriodReport report = internal_report();
  const char* const note = "Quarters are those of the calendar year: ";
  CHECK_FALSE(holds(page_of(report), note));
  for (ToldRow& row : report.rows) row.period = period_holding(row.period.from, Bucket::quarter);
  CHECK(holds(page_of(report),
              std::string{note} + "2026-Q4 is October to December 2026, 2026/27-Q3 of the NHS year."));
}

TEST_CASE("A week of few posts is a gap in the lines, and no point at their top", "[page]") {
  const char* const few = "a gap one of which nothing is known, or with fewer than 10 posts.";
  PeriodReport report = internal_report();
  CHECK_FALSE(holds(page_of(report), few));
  report.rows[6] = exact_row(counted_row(report.rows[6].period, 1, 1));
  CHECK(holds(page_of(report), few));
}

TEST_CASE("Days that are no whole period are told from one to the other", "[page][story]") {
  PeriodReport report = internal_report();
  report.period.from += std::chrono::days{2};
  CHECK(holds(period_document(report).summary, "From 18 to 22 November 2026, 160 posts were read"));
}

TEST_CASE("Posts of a time in which nothing was asked are not called collected without a gap", "[page]") {
  PeriodReport report = public_report();
  CHECK(holds(page_of(report), "Collection went on without a gap"));
  report.sources_asked = false;
  CHECK_FALSE(holds(page_of(report), "Collection went on without a gap"));
  CHECK(holds(page_of(report),
              "its posts were read later, as far as the servers still showed them, or imported. What "
              "is missing among them cannot be told."));
}

TEST_CASE("The mark of hidden numbers is explained beneath the first of them, and only where there are any",
          "[page]") {
  PeriodReport report = public_report();
  CHECK(holds(markdown(period_document(report)), "[c\\]") ==
        holds(markdown(period_document(report)), "hidden. It is not zero."));
  report.now.numbers[report::Cell::of(Value::compassion)] = report::hidden_count();
  const std::string page = page_of(report);
  const std::size_t note = page.find("[c] hidden. It is not zero.");
  REQUIRE(note != std::string::npos);
  CHECK(note < page.find("<h3 id=\"working-together\""));
}

TEST_CASE("Only a page with drawings says how drawings are read", "[page]") {
  PeriodReport report = internal_report();
  report.campaigns = three_campaigns();
  const std::string text = markdown(period_document(report));
  for (const char* of_drawings : {"shaded band", "A diamond marks", "solid line", "In the charts a line"}) {
    CHECK(holds(page_of(report), of_drawings));
    CHECK_FALSE(holds(text, of_drawings));
  }
}

TEST_CASE("Under each signal the team sees how to list its posts, and the public does not", "[page]") {
  CHECK(
      holds(page_of(internal_report()),
            "The posts behind it: nhsvalues posts --value compassion --direction breached --since 2026-11-16 "
            "--until 2026-11-23"));
  CHECK_FALSE(holds(page_of(public_report()), "nhsvalues posts"));
}

TEST_CASE("Posts to read say of which signal the first ones are", "[page]") {
  PeriodReport report = with_posts({post_saying(12, "Nobody sat with her.")});
  CHECK_FALSE(holds(page_of(report), "First the newest of those behind what stands out"));
  report.behind_first_signal = 1;
  CHECK(holds(
      page_of(report),
      "First the newest of those behind what stands out (compassion, fallen short of). For each value"));
}
