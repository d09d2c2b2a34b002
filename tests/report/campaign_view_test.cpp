#include "report/campaign_view.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "core/json.h"
#include "core/text.h"
#include "report/campaign_signals.h"
#include "report/campaign_text.h"
#include "report/coverage_view.h"
#include "report/signals_view.h"
#include "report/trends_view.h"
#include "tests/report/weeks.h"
#include "tests/support/golden.h"
#include "tests/support/lines.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::report;
using namespace nhs::test;

// What the team sees of a campaign; the numbers are made up, and the clock stands still.

namespace {

Campaign hearts() {
  Campaign made;
  made.name = "hearts-and-minds";
  made.title = "Team Leeds: Hearts and Minds";
  made.since = day("2026-11-02");
  made.until = day("2026-11-16");
  made.tags = {"TeamLeeds", "HeartsAndMinds"};
  made.objectives = {
      "By the end more posts tell of compassion that was lived up to than in the weeks before."};
  made.inputs = {"Two people for two days a week", "£4,000 for films and print"};
  made.activities = {"Twelve stories of partnership"};
  return made;
}

Campaign stall() {
  Campaign made;
  made.name = "stall";
  made.since = day("2026-10-24");
  made.until = day("2026-10-25");
  return made;
}

Heard heard(std::int64_t posts, std::optional<std::int64_t> people) {
  Heard made;
  made.posts = posts;
  made.people = people;
  made.feelings = {posts / 2, posts - posts / 2 - posts / 4, posts / 4};
  made.kinds = {posts / 2, posts / 10, posts / 5, posts - posts / 2 - posts / 10 - posts / 5, 0};
  return made;
}

TaggedPosts tagged(std::int64_t posts, std::optional<std::int64_t> own) {
  TaggedPosts made;
  made.posts = posts;
  made.own = own;
  made.by_tag = {posts * 3 / 4, posts / 2};
  made.heard = heard(posts, posts / 2);
  return made;
}

CampaignEvaluation evaluated(std::int64_t before = 5, std::int64_t during = 30) {
  const store::TrendsResult weeks = weeks_breached({before, during});
  CampaignEvaluation told;
  told.campaign = hearts();
  told.times = times_of(told.campaign, CampaignBaseline::before, day("2026-11-24")).value();
  store::TrendRow first = weeks.rows[0];
  store::TrendRow second = weeks.rows[1];
  first.period = told.times.baseline;
  second.period = told.times.during;
  told.comparison = {{first, {}}, {second, {}}, "Europe/London", "", compare_shares(first, second, {})};
  told.before = heard(100, 80);
  told.during = heard(100, 60);
  told.tagged_before = tagged(4, 1);
  told.tagged_during = tagged(40, 12);
  told.watched = {true, false};
  told.signals = {
      {"Compassion, fallen short of: share above its upper limit in week 2026-W46", "Compassion", 0}};
  told.coverage.voices.classified = 100;
  told.coverage.voices.groups = {12, 0, 3, 0};
  return told;
}

Terminal screen(std::size_t columns, bool unicode = true) {
  Terminal terminal;
  terminal.columns = columns;
  terminal.unicode = unicode;
  terminal.interactive = true;
  return terminal;
}

void check_fits(const std::string& text, std::size_t columns) {
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    // A command to copy is not broken.
    CHECK((display_width(line) <= columns || line.find("  nhsvalues posts") == 0));
  }
}

}  // namespace

TEST_CASE("An evaluation is as it was looked at and found right, on a screen, in a file and for a script",
          "[campaigns][golden]") {
  const CampaignEvaluation told = evaluated();
  check_golden("campaign.table.txt", campaign_table(told, screen(80)));
  Terminal file = screen(80);
  file.interactive = false;
  check_golden("campaign.table-in-a-file.txt", campaign_table(told, file));
  check_golden("campaign.chart-80.txt", campaign_chart(told, screen(80)));
  check_golden("campaign.json", campaign_json(told));
  check_golden("campaign.csv", campaign_csv(told));
  check_golden("campaign.ndjson", campaign_ndjson(told));
}

TEST_CASE("An evaluation fits 60 columns and more, and without Unicode its drawing is ASCII", "[campaigns]") {
  const CampaignEvaluation told = evaluated();
  for (const std::size_t columns : {60U, 80U, 120U}) {
    check_fits(campaign_table(told, screen(columns)), columns);
    check_fits(campaign_chart(told, screen(columns)), columns);
  }
  CampaignEvaluation plain = told;
  plain.campaign.inputs.clear();
  const std::string ascii = campaign_chart(plain, screen(80, false));
  CHECK(std::all_of(ascii.begin(), ascii.end(), [](char c) { return c > 0; }));
}

TEST_CASE("The six headings stand in their order, and their source is named", "[campaigns]") {
  const std::string text = "\n" + campaign_table(evaluated(), screen(80));
  std::size_t at = 0;
  for (const std::string_view stage : kEvaluationStages) {
    const std::size_t next = text.find("\n" + std::string{stage} + "\n", at);
    CAPTURE(stage);
    REQUIRE(next != std::string::npos);
    at = next + 1;
  }
  CHECK(text.find("GCS Evaluation Cycle (2024)", at) != std::string::npos);
}

TEST_CASE("A campaign in the baseline, and one at the same time, are told", "[campaigns]") {
  CampaignEvaluation told = evaluated();
  CHECK_FALSE(some_hold(times_in_words(told), "another campaign"));
  told.others_before = {stall()};
  CHECK(some_hold(times_in_words(told),
                  "In the baseline another campaign ran, whose posts count there: stall "
                  "(2026-10-24)."));
  told.others_during = {stall()};
  CHECK(some_hold(times_in_words(told), "At the same time another campaign ran"));
}

TEST_CASE("Where nothing was collected before, nothing is held against it", "[campaigns]") {
  CampaignEvaluation told = evaluated();
  told.comparison.first.counts.collected = store::Collected::none;
  CHECK(some_hold(times_in_words(told), "Of the baseline nothing was collected"));
  const std::string table = campaign_table(told, screen(80));
  CHECK(table.find("Of the baseline nothing was collected: what was said then is not known.") !=
        std::string::npos);
  // No number is known: not zero.
  CHECK(table.find("All posts, tagged or not        -      100") != std::string::npos);
  CHECK(table.find("Posts                      -      100            40") != std::string::npos);
  CHECK(outtakes_in_words(told).find("nobody knows how many posts in the baseline") != std::string::npos);
  const auto document = JsonDocument::parse(campaign_json(told));
  REQUIRE(document);
  CHECK(document->root()["campaign"]["outtakes"]["first"].is_null());
  CHECK(document->root()["campaign"]["outputs"]["first"].is_null());
}

TEST_CASE("A campaign that is still running says up to which day it is counted", "[campaigns]") {
  CampaignEvaluation told = evaluated();
  told.campaign.until = std::nullopt;
  told.times = times_of(told.campaign, CampaignBaseline::before, day("2026-11-24")).value();
  CHECK(some_hold(times_in_words(told), "It is still running: its days up to 2026-11-23 are counted."));
}

TEST_CASE("What the team did not write down is asked for", "[campaigns]") {
  CHECK_FALSE(some_hold(inputs_in_words(hearts()), "No objective"));
  CHECK(objectives_in_words(hearts()).size() == 1);
  CHECK(some_hold(inputs_in_words(stall()), "No objective is written down"));
  CHECK(some_hold(inputs_in_words(stall()), "not written down (inputs, activities)"));
}

TEST_CASE("Tags that are not watched, and accounts that nobody can tell, are said", "[campaigns]") {
  CampaignEvaluation told = evaluated();
  CHECK(some_hold(output_cautions(told), "#HeartsAndMinds is not among the topics"));
  told.own_unknown = "no accounts are written down";
  told.tagged_during->own = std::nullopt;
  CHECK(some_hold(output_cautions(told), "Which posts are your own cannot be told"));
  CHECK(campaign_table(told, screen(80)).find("your own  ") == std::string::npos);
  told.campaign.tags.clear();
  CHECK(output_cautions(told) ==
        std::vector<std::string>{
            "It has no tags in the configuration, so that its posts cannot be told from others."});
}

TEST_CASE("Learning tells who was not heard, and whether one voice stands for many", "[campaigns]") {
  CampaignEvaluation told = evaluated();
  const auto lines = learning_in_words(told);
  CHECK(some_hold(lines, "No post was about Gypsies and Travellers, FGM."));
  CHECK(some_hold(lines, "Few posts were about sex workers (3)."));
  CHECK_FALSE(some_hold(lines, "one author"));
  told.during.most_by_one_author = 55;
  CHECK(some_hold(learning_in_words(told),
                  "55 of the 100 posts in the campaign are by one author: one voice, not many."));
  told.signals.clear();
  told.no_signals = "There are too few days to tell what is usual.";
  CHECK(learning_in_words(told).front() == told.no_signals);
}

TEST_CASE("Of a campaign of which nothing was collected nobody is called silent", "[campaigns]") {
  CampaignEvaluation told = evaluated();
  told.comparison.second.counts.collected = store::Collected::none;
  CHECK_FALSE(some_hold(learning_in_words(told), "about"));
  CHECK(some_hold(learning_in_words(told), "Of the campaign nothing was collected"));
  CHECK(outcome_in_words(told) == "What changed cannot be told: nothing was collected of the campaign.");
}

TEST_CASE("Who was not heard is told of all posts, also where some were asked for", "[campaigns]") {
  CampaignEvaluation told = evaluated();
  told.comparison.posts_arguments = "--network mastodon";
  CHECK(
      some_hold(learning_in_words(told),
                "Of all posts of its days, not only those asked for, none was about Gypsies and Travellers"));
  CHECK_FALSE(some_hold(learning_in_words(told), "No post was about"));
}

TEST_CASE("The command for all signals asks as the evaluation did", "[campaigns][signals]") {
  CampaignEvaluation told = evaluated();
  CHECK_FALSE(some_hold(learning_in_words(told), "nhsvalues signals"));
  told.signals[0].others = 5;
  told.signals_by = Bucket::day;
  told.comparison.posts_arguments = "--network mastodon";
  CHECK(some_hold(learning_in_words(told), "in week 2026-W46; 5 more on Compassion."));
  CHECK(some_hold(learning_in_words(told),
                  "nhsvalues signals --by day --until 2026-11-16 --all --network mastodon"));
}

namespace {

SignalsFound signals_of(store::TrendsResult trends) {
  SignalsFound found;
  found.trends = std::move(trends);
  found.charts = control_charts(found.trends, found.asked, {Measure::share, Measure::volume});
  return found;
}

}  // namespace

TEST_CASE("Signals of a campaign are told once a value", "[campaigns][signals]") {
  const SignalsFound found = signals_of(weeks_breached({5, 6, 5, 7, 5, 6, 5, 4, 6, 5, 6, 5, 6, 60}));
  const auto told = signals_by_value(found, found.trends.rows.back().period.from);
  REQUIRE(told.size() == 1);
  CHECK(told[0].about == "Compassion");
  CHECK(told[0].others > 0);
  CHECK(signals_by_value(found, found.trends.rows.back().period.to).empty());
}

TEST_CASE("Nothing is called usual in a campaign of which no period was judged", "[campaigns][signals]") {
  const store::TrendsResult usual = weeks_breached({5, 6, 5, 7, 5, 6, 5, 4, 6, 5, 6, 5, 6, 5});
  const LocalDay from = usual.rows.back().period.from;
  const auto said = [&](const store::TrendsResult& trends) {
    return no_signals_in_words(signals_of(trends), from);
  };
  CHECK(said(usual) == "Nothing in the campaign was more than the usual ups and downs.");
  const std::string not_yet = "No whole period of the campaign can be judged yet.";
  store::TrendsResult running = usual;
  running.rows.back().partial = true;
  CHECK(said(running) == not_yet);
  store::TrendsResult missing = usual;
  missing.rows.back().collected = store::Collected::none;
  CHECK(said(missing) == not_yet);
  store::TrendsResult few = usual;
  few.rows.back().classified = 3;
  CHECK(said(few) == not_yet);
  CHECK(said(weeks_breached({5, 6, 5})) == "There are too few weeks to tell what is usual.");
}

TEST_CASE("The outcome stands above the headings, in a sentence that claims no cause", "[campaigns]") {
  CHECK(
      outcome_in_words(evaluated()) ==
      "Compassion came up more often than before: 30% of posts, 5% in the baseline (+25 points, +15 to +35). "
      "Also clear: Compassion, fallen short of (more). Whether the campaign did it, posts cannot tell.");
  CHECK(outcome_in_words(evaluated(30, 5))
            .find("Compassion came up less often than before: 5% of posts, 30%") == 0);
  CampaignEvaluation same = evaluated(5, 6);
  CHECK(outcome_in_words(same) == "Nothing clearly changed.");
  same.comparison.filters = "on mastodon";
  CHECK(outcome_in_words(same) == "Nothing clearly changed. Asked for: on mastodon.");
  same.comparison.first.counts.classified = 4;
  CHECK(outcome_in_words(same).find("Too few posts to tell what changed: 100 in the campaign, 4 in the") ==
        0);
  const std::string text = campaign_table(evaluated(), screen(80));
  CHECK(text.find("Objective: ") < text.find("Compassion came up more often"));
  CHECK(text.find("Compassion came up more often") < text.find("\nInputs\n"));
}

TEST_CASE("Of sentiments and kinds it is said whether they differ by more than chance", "[campaigns]") {
  CampaignEvaluation told = evaluated();
  CHECK(outtake_changes_in_words(told).find("No difference between baseline and campaign here is more") == 0);
  told.during.kinds = {70, 10, 15, 15, 0};
  const std::string text = outtake_changes_in_words(told);
  CHECK(text.find("without 0: Own experience +20 points (+6 to +33)") != std::string::npos);
  CHECK(text.find("Positive") == std::string::npos);
  CHECK(text.find("Of 7 rows about 0.4 would be so by chance") != std::string::npos);
  told.during.posts = 9;
  CHECK(outtake_changes_in_words(told).empty());
}

TEST_CASE("Posts of a campaign whose author is not known are told beside its people", "[campaigns]") {
  CampaignEvaluation told = evaluated();
  CHECK(outtakes_in_words(told).find("100 posts by 60 people in the campaign") == 0);
  told.during.posts_by_unknown = 30;
  CHECK(outtakes_in_words(told).find(
            "100 posts (70 by 60 people, and 30 whose author is not known) in the campaign") == 0);
  const auto document = JsonDocument::parse(campaign_json(told));
  REQUIRE(document);
  CHECK(document->root()["campaign"]["outtakes"]["second"]["posts_by_unknown"].integer() == 30);
}

TEST_CASE("Impact is not claimed from posts", "[campaigns]") {
  const auto lines = impact_in_words();
  CHECK(some_hold(lines, "Posts alone cannot show it."));
  CHECK(some_hold(lines, "asked in person"));
}

TEST_CASE("A script finds the campaign beside the comparison, by names that stay", "[campaigns]") {
  const auto document = JsonDocument::parse(campaign_json(evaluated()));
  REQUIRE(document);
  const JsonView root = document->root();
  CHECK(root["schema"].text() == "nhsvalues.compare/1");
  CHECK(root["first"]["period"].text() == "2026-10-19..2026-11-01");
  CHECK(root["campaign"]["name"].text() == "hearts-and-minds");
  CHECK(root["campaign"]["outputs"]["second"]["own"].integer() == 12);
  CHECK(root["campaign"]["outtakes"]["second"]["people"].integer() == 60);
}

TEST_CASE("Campaigns are listed by their days; without any it is said how to write one", "[campaigns]") {
  Campaign open = stall();
  open.name = "open";
  open.until = std::nullopt;
  check_golden("campaigns.list.txt", campaign_list({hearts(), stall(), open}, screen(80)));
  CHECK(campaign_list({}, screen(80)).find("[[campaign]]") != std::string::npos);
  CHECK(campaign_list_json({stall()}) ==
        "{\"schema\": \"nhsvalues.campaigns/1\", \"campaigns\": [{\"name\": \"stall\", \"title\": \"stall\", "
        "\"since\": \"2026-10-24\", \"until\": \"2026-10-25\", \"tags\": [], \"values\": []}]}\n");
}

TEST_CASE("Trends mark the periods of a campaign, and say which it was", "[campaigns][trends]") {
  const store::TrendsResult weeks = weeks_breached({5, 30, 8});
  TrendsAsked asked;
  asked.since = weeks.rows.front().period.from;
  asked.until = weeks.rows.back().period.to;
  CHECK(trends_table(weeks, asked, screen(80)).find('^') == std::string::npos);
  CHECK(trends_json(weeks, asked).find("\"campaigns\": []") != std::string::npos);
  Campaign made = stall();
  made.since = weeks.rows[1].period.from + std::chrono::days{2};
  made.until = made.since + std::chrono::days{1};
  asked.campaigns = {made};
  for (const std::string& text :
       {trends_table(weeks, asked, screen(80)), trends_chart(weeks, asked, screen(80))}) {
    CHECK(text.find(weeks.rows[1].period.label + "^") != std::string::npos);
    CHECK(text.find(weeks.rows[0].period.label + "^") == std::string::npos);
    CHECK(text.find("^ a campaign ran: stall (" + format_day(made.since) + ").") != std::string::npos);
  }
  CHECK(trends_json(weeks, asked).find("\"campaigns\": [{\"name\": \"stall\"") != std::string::npos);
}

TEST_CASE("Signals and coverage name the campaigns of their time", "[campaigns][signals][coverage]") {
  SignalsFound found;
  found.trends = weeks_breached({5, 6, 5, 7, 5, 6, 5, 4, 6, 5, 6, 5, 6, 60});
  found.asked.since = found.trends.rows.front().period.from;
  found.asked.until = found.trends.rows.back().period.to;
  found.charts = control_charts(found.trends, found.asked, {Measure::share});
  Campaign made = stall();
  made.since = found.trends.rows.back().period.from;
  made.until = std::nullopt;
  found.asked.campaigns = {made};
  const std::string drawn = signals_chart(found, screen(80));
  // Beneath the last point of the drawing, and what it means.
  CHECK(drawn.find(" ^^^") != std::string::npos);
  CHECK(drawn.find("drawings: ^") != std::string::npos);
  CHECK(drawn.find("A campaign ran in this time: stall (since " + format_day(made.since) + ").") !=
        std::string::npos);
  CHECK(signals_table(found, screen(80)).find("A campaign ran in this time") != std::string::npos);
  CHECK(signals_json(found).find("\"until\": null") != std::string::npos);

  CoverageSurroundings around;
  around.period = {"a week", day("2026-10-19"), day("2026-10-26")};
  around.campaigns = {stall()};
  const TimeZone london = TimeZone::named("Europe/London").value();
  const store::CoverageResult coverage;
  CHECK(coverage_table(coverage, around, london, screen(80)).find("stall (2026-10-24)") != std::string::npos);
  CHECK(coverage_chart(coverage, around, london, screen(80)).find("stall (2026-10-24)") != std::string::npos);
  CHECK(coverage_json(coverage, around).find("\"campaigns\": [{\"name\": \"stall\"") != std::string::npos);
}
