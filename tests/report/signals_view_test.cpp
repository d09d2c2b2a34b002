#include "report/signals_view.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "core/json.h"
#include "core/text.h"
#include "report/signals_text.h"
#include "tests/report/weeks.h"
#include "tests/support/lines.h"

using namespace nhs;
using namespace nhs::report;
using namespace nhs::test;

namespace {

const std::vector<std::int64_t> kOneHigh = {4, 6, 5, 7, 4, 5, 6, 4, 7, 5, 6, 5, 4, 20};

SignalsFound found_in(store::TrendsResult trends, TrendsAsked asked = {}) {
  asked.since = trends.rows.front().period.from;
  asked.until = trends.rows.back().period.to;
  auto charts = control_charts(trends, asked, {Measure::share, Measure::volume});
  return {std::move(trends), std::move(asked), std::move(charts)};
}

std::vector<std::string> told(const SignalsFound& found) {
  std::vector<std::string> lines;
  for (const ToldSignal& each : told_signals(found.charts)) lines.push_back(in_words(each, found));
  return lines;
}

bool holds(const std::vector<std::string>& lines, const std::string& line) {
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

}  // namespace

TEST_CASE("A signal is told in plain words, share and number together", "[signals]") {
  // Breached: sum 88 of 14 weeks, mean 6.29; moving ranges 2 1 2 3 1 1 2 3 2 1 1 1 16, mean 36/13 = 2.77;
  // limits 6.29 +- 7.37, so up to 13.65.
  const SignalsFound found = found_in(weeks_breached(kOneHigh));
  CHECK(holds(told(found),
              "Compassion, fallen short of: share and number above the upper limit in week 2026-W14 "
              "(20%, usually up to 14%; 20 posts, usually up to 13)"));
  CHECK(signals_sentence(found) == "2 signals in 2026-W14 (30 March to 5 April 2026), the last whole week.");
}

TEST_CASE("Rows and trends are told with where they begin and end", "[signals]") {
  const SignalsFound row =
      found_in(weeks_breached({9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 6, 6, 6, 6, 6, 6, 6}));
  CHECK(
      holds(told(row),
            "Compassion, fallen short of: share and number above the mean for 7 weeks in a row, 2026-W13 to "
            "2026-W19 (mean 5%; mean 5.4 posts)"));
  const SignalsFound trend = found_in(weeks_breached({9, 1, 9, 1, 9, 1, 9, 2, 3, 4, 5, 6, 7, 8}));
  CHECK(holds(told(trend),
              "Compassion, fallen short of: share and number rising for 7 weeks in a row, 2026-W08 to "
              "2026-W14 (from 2% to 8%; from 2 to 8 posts)"));
}

TEST_CASE("A share that rounds to its limit is told with a decimal", "[signals]") {
  store::TrendsResult trends = weeks_breached({10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 10});
  for (store::TrendRow& row : trends.rows) {
    row.classified = 100'000;
    std::int64_t& breached =
        row.values[index_of(Value::compassion)].directions[index_of(Direction::breached)];
    breached = 100 * (breached + 90);
  }
  // Shares of 10.0 and 10.1%: mean 10.05, moving range 0.092, limits about 9.8 and 10.3%.
  trends.rows.back().values[index_of(Value::compassion)].directions[index_of(Direction::breached)] = 10'400;
  const std::vector<std::string> lines = told(found_in(trends));
  const auto line = std::find_if(lines.begin(), lines.end(), [](const std::string& each) {
    return each.find("2026-W14") != std::string::npos;
  });
  REQUIRE(line != lines.end());
  INFO(*line);
  CHECK(line->find("%, usually at most 10.4") != std::string::npos);
}

TEST_CASE("What is usual is told from low to high, also where no whole number is usual", "[signals]") {
  Baseline baseline;
  const auto usual = [&](double lower, double upper) {
    baseline.limits.lower = lower;
    baseline.limits.upper = upper;
    return usual_range(baseline, Measure::volume);
  };
  CHECK(usual(2.2, 4.7) == "3 to 4");
  CHECK(usual(2.6, 3.4) == "3");
  CHECK(usual(2.38, 2.62) == "2.4 to 2.6");
  CHECK(usual(0, 0.6) == "up to 0");
}

TEST_CASE("Usual shares near all are told by one rule at both ends", "[signals]") {
  Baseline baseline;
  const auto usual = [&](double lower, double upper) {
    baseline.limits.lower = lower;
    baseline.limits.upper = upper;
    return usual_range(baseline, Measure::share);
  };
  CHECK(usual(0.996, 0.998) == ">99%");
  CHECK(usual(0.996, 1) == ">99 to 100%");
  CHECK(usual(0.93, 0.998) == "93 to >99%");
  CHECK(usual(0.051, 0.054) == "5%");
}

TEST_CASE("Nothing unusual, too few weeks and no posts are each said plainly", "[signals]") {
  const SignalsFound calm = found_in(weeks_breached({4, 6, 5, 7, 4, 5, 6, 4, 7, 5, 6, 5, 4, 6}));
  CHECK(
      signals_sentence(calm) ==
      "No signal from 2025-12-29 to 2026-04-05: what posts say of the values moved within its usual bounds.");
  const SignalsFound young = found_in(weeks_breached({4, 6, 5, 7, 40}));
  CHECK(signals_sentence(young).find(
            "Too few weeks to tell a signal from the usual ups and downs: 12 are wanted") == 0);
  CHECK(signals_sentence(young).find("there are 5.") != std::string::npos);
  store::TrendsResult nothing = weeks_breached({0, 0});
  for (store::TrendRow& row : nothing.rows) row.posts = row.classified = 0;
  CHECK(signals_sentence(found_in(nothing)) == "No posts from 2025-12-29 to 2026-01-11.");
}

TEST_CASE("What takes no part stands beneath, with the reason", "[signals]") {
  store::TrendsResult trends = weeks_breached(kOneHigh);
  for (const std::int64_t more : {5, 6, 5, 4, 6, 5, 7, 4, 5, 6, 5, 4, 3}) {
    const LocalDay next = trends.rows.back().period.to;
    trends.rows.push_back(week_breached(period_holding(next, Bucket::week), more));
  }
  trends.rows.back().partial = true;
  trends.rows[1].collected = store::Collected::none;
  trends.rows[2].collected = store::Collected::part;
  trends.rows[3].classified = 9;
  trends.rows[4].lacks_what_is_asked = trends.rows[4].cannot_be_searched = true;
  trends.rows[4].collected = store::Collected::part;
  const auto cautions = signals_cautions(found_in(trends));
  CHECK(holds(
      cautions,
      "Left out: 1 week (2026-W05), whose posts are kept without texts and authors (nhsvalues retention): how "
      "many match is not known."));
  CHECK(holds(cautions, "Left out: 1 week (2026-W27), still running or cut by the dates."));
  CHECK(holds(cautions, "Left out: 1 week (2026-W02), when nobody collected: not known, which is not zero."));
  CHECK(holds(cautions, "Left out: 1 week (2026-W04), with fewer than 10 posts to take a share of."));
  CHECK(holds(
      cautions,
      "Collection was incomplete in 2026-W03: fewer posts there may be ours, so that a low number is no signal there, "
      "and none is part of what is usual. Shares are of the posts that were collected."));
}

TEST_CASE("Signals are complete in JSON where all was collected whole and there is no gap", "[signals]") {
  store::TrendsResult trends = weeks_breached(kOneHigh);
  const auto complete = [&] {
    const auto document = JsonDocument::parse(signals_json(found_in(trends)));
    REQUIRE(document);
    return document->root()["coverage"]["complete"].boolean();
  };
  CHECK(complete() == true);
  trends.rows[1].collected = store::Collected::none;
  CHECK(complete() == false);
  trends.rows[1].collected = store::Collected::whole;
  trends.gaps.push_back({"one", UtcTime{}, UtcTime{} + std::chrono::hours{3}, "down"});
  CHECK(complete() == false);
}

TEST_CASE("The JSON of signals has points, limits and the rules that hit", "[signals]") {
  TrendsAsked asked;
  asked.values = {Value::compassion};
  asked.direction = Direction::breached;
  const SignalsFound found = found_in(weeks_breached(kOneHigh), asked);
  const auto document = JsonDocument::parse(signals_json(found));
  REQUIRE(document);
  const JsonView root = document->root();
  CHECK(root["schema"].text() == "nhsvalues.signals/1");
  CHECK(root["periods"].size() == 14);
  REQUIRE(root["charts"].size() == 2);
  const JsonView chart = root["charts"].at(0);
  CHECK(chart["value"].text() == "compassion");
  CHECK(chart["direction"].text() == "breached");
  CHECK(chart["measure"].text() == "share");
  CHECK(chart["points"].at(13)["posts"].integer() == 20);
  CHECK(chart["points"].at(13)["value"].number() == 0.2);
  CHECK(chart["points"].at(13)["left_out"].is_null());
  CHECK(chart["baselines"].at(0)["upper"].number() == Approx(0.1365).margin(1e-4));
  CHECK(chart["baselines"].at(0)["lower"].number() == 0.0);
  CHECK(chart["signals"].at(0)["rule"].text() == "outside_limits");
  CHECK(chart["signals"].at(0)["side"].text() == "high");
  CHECK(chart["signals"].at(0)["periods"].at(0).text() == "2026-W14");
  const std::string lines = signals_ndjson(found);
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 2);
  const std::string csv = signals_csv(found);
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 1 + 2 * 14);
  CHECK(
      csv.find("compassion,breached,share,2026-W14,2026-03-30,2026-04-06,20,100,0.2000,,0.0629,0.0000,0.1365,"
               "outside_limits:high\r\n") != std::string::npos);
}

TEST_CASE("Tables and charts of signals fit, with and without Unicode", "[signals]") {
  std::vector<std::int64_t> many;
  for (int i = 0; i < 90; ++i) many.push_back(i % 17 == 3 ? 30 : 4 + i % 3);
  for (const auto& posts : {kOneHigh, many})
    for (const std::size_t columns : {std::size_t{60}, std::size_t{80}, std::size_t{200}})
      for (const bool unicode : {true, false}) {
        Terminal terminal;
        terminal.columns = columns;
        terminal.unicode = unicode;
        SignalsFound found = found_in(weeks_breached(posts));
        found.all = true;
        const std::string chart = signals_chart(found, terminal);
        INFO(chart);
        // A command to copy is not broken.
        const std::size_t command = std::min(chart.find("  nhsvalues posts"), chart.size());
        CHECK(widest_line(chart.substr(0, command)) <= columns);
        CHECK(widest_line(chart.substr(std::min(chart.find('\n', command), chart.size()))) <= columns);
        CHECK(chart.find('\x1b') == std::string::npos);
        const bool ascii = std::all_of(chart.begin(), chart.end(),
                                       [](char c) { return static_cast<unsigned char>(c) < 128; });
        CHECK(ascii == !unicode);
        // Of the last whole week, or of an earlier one.
        const bool now = posts.size() == kOneHigh.size();
        CHECK(chart.find(unicode ? (now ? "◆" : "◇") : (now ? "#" : "*")) != std::string::npos);
      }
}

TEST_CASE("A chart draws signals of the last whole week, and earlier ones by marks of their own",
          "[signals]") {
  // The ninth week is far above, and those around it on the other side of the mean; the last is usual.
  SignalsFound earlier = found_in(weeks_breached({4, 6, 5, 7, 4, 5, 6, 4, 60, 5, 6, 5, 4, 6, 5, 7, 4, 5, 9}));
  CHECK(signals_chart(earlier, Terminal{}).find("│") == std::string::npos);
  earlier.asked.values = {Value::compassion};
  const std::string asked = signals_chart(earlier, Terminal{});
  CHECK(asked.find("◇ in an earlier one") != std::string::npos);
  CHECK(asked.find("2026-W09 60%'") != std::string::npos);
  const std::string now = signals_chart(found_in(weeks_breached(kOneHigh)), Terminal{});
  CHECK(now.find("2026-W14 20%!") != std::string::npos);
  CHECK(now.find("◆ in a signal, ") != std::string::npos);
  CHECK(now.find("◇") == std::string::npos);
}

TEST_CASE("The table says what is usual, and which posts stand behind the newest signal", "[signals]") {
  const std::string table = signals_table(found_in(weeks_breached(kOneHigh)), Terminal{});
  INFO(table);
  CHECK(table.find("2 signals in 2026-W14") == 0);
  CHECK(table.find("nhsvalues posts --value compassion --since 2026-03-30 --until 2026-04-06\n") !=
        std::string::npos);
  CHECK(table.find("  fallen short of") != std::string::npos);
}

TEST_CASE("A signal says how many of its posts are by one author", "[signals]") {
  SignalsFound found = found_in(weeks_breached(kOneHigh));
  const auto with_most = [&](std::int64_t most) {
    for (ControlChart& chart : found.charts) chart.points[13].most_by_one_author = most;
    return in_words(told_signals(found.charts).front(), found);
  };
  CHECK(with_most(4).find("author") == std::string::npos);
  CHECK(with_most(6).find("posts, usually up to 13); 6 of these 20 posts are by one author") !=
        std::string::npos);
  CHECK(with_most(6).find("voice") == std::string::npos);
  CHECK(with_most(9).find("9 of these 20 posts are by one author, nearly half") != std::string::npos);
  CHECK(with_most(10).find("by one author, half of them") != std::string::npos);
  CHECK(with_most(11).find("by one author: one voice, not many") != std::string::npos);
}

TEST_CASE("Earlier signals are counted, and listed when all are asked for", "[signals]") {
  // Of the value and of its direction: the ninth week, and the rows of weeks below the mean on both sides of
  // it.
  SignalsFound found = found_in(weeks_breached({4, 6, 5, 7, 4, 5, 6, 4, 60, 5, 6, 5, 4, 6, 5, 7, 4, 5, 70}));
  const std::string folded = signals_table(found, Terminal{});
  INFO(folded);
  CHECK(folded.find("in week 2026-W19") != std::string::npos);
  CHECK(folded.find("in week 2026-W09") == std::string::npos);
  CHECK(folded.find("- and 6 in earlier weeks: --all\n") != std::string::npos);
  found.all = true;
  CHECK(signals_table(found, Terminal{}).find("in week 2026-W09") != std::string::npos);
}

TEST_CASE("Signals of one period are told by how far past their limits they lie", "[signals]") {
  store::TrendsResult trends = weeks_breached(kOneHigh);
  std::int64_t more = 0;
  for (store::TrendRow& row : trends.rows)
    row.values[index_of(Value::working_together)].posts = 5 + more++ % 2;
  trends.rows.back().values[index_of(Value::working_together)].posts = 12;
  const auto lines = told(found_in(trends));
  REQUIRE(lines.size() == 3);
  CHECK(lines.back().find("Working together: share and number above") == 0);
}

TEST_CASE("What chance alone would mark is told in numbers", "[signals]") {
  // Compassion breached and in any direction, and no other, are not seldom: 2 * 2 charts, and all posts.
  CHECK(holds(
      signals_cautions(found_in(weeks_breached(kOneHigh))),
      "By chance alone a hundred points give about one signal: in 5 charts of 14 weeks about 0.7, 0.1 of them "
      "reaching into the last. Why something moved, only the posts can say."));
}

TEST_CASE("The command for the posts keeps the filters, and is not given for no posts", "[signals]") {
  SignalsFound found = found_in(weeks_breached(kOneHigh));
  found.posts_arguments = "--network mastodon --query 'long delay'";
  CHECK(
      signals_table(found, Terminal{})
          .find(
              "nhsvalues posts --value compassion --network mastodon --query 'long delay' --since 2026-03-30 "
              "--until 2026-04-06\n") != std::string::npos);
  const SignalsFound none = found_in(weeks_breached({40, 41, 40, 41, 40, 41, 40, 41, 40, 41, 40, 41, 40, 0}));
  CHECK(signals_table(none, Terminal{}).find("below the lower limit in week 2026-W14") != std::string::npos);
  CHECK(signals_table(none, Terminal{}).find("nhsvalues posts") == std::string::npos);
}

TEST_CASE("What is not known is null in the JSON of signals", "[signals]") {
  store::TrendsResult trends = weeks_breached({4, 6});
  trends.rows[0].collected = store::Collected::none;
  trends.rows[1].classified = 0;
  trends.model.clear();
  const auto document = JsonDocument::parse(signals_json(found_in(trends)));
  REQUIRE(document);
  CHECK(document->root()["model"].is_null());
  const JsonView chart = document->root()["charts"].at(1);
  REQUIRE(chart["measure"].text() == "share");
  CHECK(chart["points"].at(0)["value"].is_null());
  CHECK(chart["points"].at(1)["value"].is_null());
}

TEST_CASE("Where nothing was collected signals say that nobody knows, not that there was nothing",
          "[signals]") {
  store::TrendsResult trends = weeks_breached({0, 0, 0});
  for (store::TrendRow& row : trends.rows) {
    row.posts = row.classified = 0;
    row.models.clear();
    row.collected = store::Collected::none;
  }
  const SignalsFound found = found_in(trends);
  CHECK(signals_sentence(found).rfind("Nothing was collected from ", 0) == 0);
  const auto json = JsonDocument::parse(signals_json(found));
  REQUIRE(json);
  CHECK(json->root()["periods"].at(0)["classified"].is_null());
}
