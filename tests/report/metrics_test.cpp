#include "report/metrics.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>

using namespace nhs;
using namespace nhs::report;
using namespace std::chrono_literals;

namespace {

UtcTime now() { return UtcTime{1'790'000'000s}; }

MetricsReading reading() {
  MetricsReading reading;
  reading.now = now();
  reading.started_at = now() - 1h;
  reading.version = "1.2.3";
  reading.config_hash = "0123456789abcdef";
  WatchedSource quiet{"mas.to", 300s};
  quiet.slowest = 1200s;
  quiet.silent_after = 2h;
  WatchedSource dear{"x", 300s};
  dear.slowest = 1200s;
  dear.silent_after = 2h;
  dear.caps = SpendCaps{true, 2'000'000, 20'000'000, now() - 3h, now() - 72h, now() + 240h};
  reading.sources = {quiet, dear};
  SourceTally tally;
  tally.polls = 7;
  tally.fetches.answered = 5;
  tally.failures[static_cast<std::size_t>(FailureClass::needs_token)] = 2;
  tally.added = 40;
  reading.tally.sources["mas.to"] = tally;
  reading.tally.classified = 40;
  reading.tally.classify_seconds = 0.0125;
  store::StoreStatus status;
  status.posts = 1234;
  status.model = "2026.11";
  SourceState first;
  first.source = "mas.to";
  first.topic = "NHSvalues";
  first.last_success_at = now() - 10min;
  SourceState second = first;
  second.topic = "TeamLeeds";
  second.last_success_at = now() - 3h;
  second.failure = FailureClass::transient;
  second.failures = 2;
  status.sources = {first, second};
  status.spending = {{"x", 500'000, 3'000'000, now() - 48h}};
  status.gaps = {{"mas.to", now() - 48h, now() - 47h, "it was away"}};
  reading.status = status;
  reading.safety = store::Safety{};
  reading.safety->open_concerns = 3;
  store::KeptAlerts alerts;
  alerts.standings.push_back({"disk-space", "", store::AlertPhase::firing});
  alerts.waiting = 2;
  alerts.given_up = 2;
  for (const auto age : {48h, 480h}) {
    store::KeptAlert lost;
    lost.message.at = now() - age;
    lost.deliveries.push_back({.target = "team", .trouble = "no such host"});
    alerts.messages.push_back(lost);
  }
  reading.alerts = alerts;
  reading.free_bytes = 5'000'000'000;
  return reading;
}

struct Page {
  std::map<std::string, std::string> types;
  std::map<std::string, double> series;  ///< by name and labels as written
};

/// By the letter of the text format 0.0.4, and of promtool's lint; fails the test where the text is against
/// it.
Page read_strictly(const std::string& text) {
  static const std::regex sample{
      R"re(([a-zA-Z_:][a-zA-Z0-9_:]*)((?:\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*",?)+\})?) ([-+0-9.eE]+|NaN|[+-]Inf))re"};
  static const std::regex about{R"(# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+))"};
  Page page;
  std::set<std::string> helped;
  std::string current;
  REQUIRE(!text.empty());
  CHECK(text.back() == '\n');
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    std::smatch part;
    if (std::regex_match(line, part, about)) {
      const std::string name = part[2];
      if (part[1] == "HELP") {
        CHECK(helped.insert(name).second);
        current = name;
      } else {
        CHECK(name == current);
        CHECK((part[3] == "gauge" || part[3] == "counter" || part[3] == "summary"));
        CHECK(page.types.emplace(name, part[3]).second);
        // promtool check metrics: counters, and nothing else, end so.
        CHECK((part[3] == "counter") == name.ends_with("_total"));
      }
      continue;
    }
    REQUIRE(std::regex_match(line, part, sample));
    std::string name = part[1];
    const bool is_summary = page.types[current] == "summary";
    CHECK((name == current || (is_summary && (name == current + "_sum" || name == current + "_count"))));
    CHECK(page.series.emplace(name + part[2].str(), std::stod(part[3])).second);
  }
  for (const auto& [name, type] : page.types) CHECK(helped.count(name) == 1);
  return page;
}

}  // namespace

TEST_CASE("What is written is Prometheus's text format by the letter, each series once", "[metrics]") {
  const Page page = read_strictly(metrics_text(reading()));
  CHECK(page.series.at("nhsvalues_posts") == 1234);
  CHECK(page.series.at("nhsvalues_build_info{version=\"1.2.3\",model=\"2026.11\"}") == 1);
  CHECK(page.series.at("nhsvalues_config_info{hash=\"0123456789abcdef\"}") == 1);
  CHECK(page.series.at("nhsvalues_polls_total{source=\"mas.to\"}") == 7);
  CHECK(page.series.at("nhsvalues_failures_total{source=\"mas.to\",class=\"needs_token\"}") == 2);
  CHECK(page.series.at("nhsvalues_posts_total{source=\"mas.to\",outcome=\"added\"}") == 40);
  CHECK(page.series.at("nhsvalues_classify_seconds_sum") == Approx(0.0125));
  CHECK(page.series.at("nhsvalues_classify_seconds_count") == 40);
  CHECK(page.series.at("nhsvalues_concerns_open") == 3);
  CHECK(page.series.at("nhsvalues_alerts_firing") == 1);
  CHECK(page.series.at("nhsvalues_outbox_waiting") == 2);
  // The other one is of three weeks ago.
  CHECK(page.series.at("nhsvalues_outbox_given_up") == 1);
  CHECK(page.series.at("nhsvalues_database_unreadable") == 0);
  CHECK(page.series.at("nhsvalues_free_bytes") == 5e9);
  CHECK(page.series.at("nhsvalues_source_gaps{source=\"mas.to\"}") == 1);
}

TEST_CASE("Of a source's topics the one that lags most is told", "[metrics]") {
  const Page page = read_strictly(metrics_text(reading()));
  const double lagging = static_cast<double>((now() - 3h).time_since_epoch().count());
  CHECK(page.series.at("nhsvalues_source_last_success_timestamp_seconds{source=\"mas.to\"}") == lagging);
  CHECK(page.series.at("nhsvalues_source_failing{source=\"mas.to\"}") == 1);
}

TEST_CASE("What is left of an allowance is told in dollars, and never below nothing", "[metrics]") {
  MetricsReading spent = reading();
  Page page = read_strictly(metrics_text(spent));
  CHECK(page.series.at("nhsvalues_allowance_limit{source=\"x\",period=\"day\",unit=\"usd\"}") == 2);
  CHECK(page.series.at("nhsvalues_allowance_left{source=\"x\",period=\"day\",unit=\"usd\"}") == 1.5);
  CHECK(page.series.at("nhsvalues_allowance_left{source=\"x\",period=\"month\",unit=\"usd\"}") == 17);
  spent.status->spending = {{"x", 2'500'000, 3'000'000, now() - 48h}};
  page = read_strictly(metrics_text(spent));
  CHECK(page.series.at("nhsvalues_allowance_left{source=\"x\",period=\"day\",unit=\"usd\"}") == 0);
}

TEST_CASE("Where the database tells nothing its metrics are missing, and a full disk is told all the same",
          "[metrics]") {
  MetricsReading degraded = reading();
  degraded.degraded = true;
  degraded.unreadable = true;
  degraded.status.reset();
  degraded.safety.reset();
  degraded.alerts.reset();
  const Page page = read_strictly(metrics_text(degraded));
  CHECK(page.series.at("nhsvalues_degraded") == 1);
  CHECK(page.series.at("nhsvalues_database_unreadable") == 1);
  CHECK(page.series.count("nhsvalues_posts") == 0);
  CHECK(page.types.count("nhsvalues_posts") == 0);
  CHECK(page.series.at("nhsvalues_polls_total{source=\"mas.to\"}") == 7);
}

TEST_CASE("A word that the format has a use for is escaped in a label", "[metrics]") {
  MetricsReading odd = reading();
  odd.version = "1 \"quoted\" \\ and\nbroken";
  const Page page = read_strictly(metrics_text(odd));
  CHECK(page.series.count(
            "nhsvalues_build_info{version=\"1 \\\"quoted\\\" \\\\ and\\nbroken\",model=\"2026.11\"}") == 1);
}

TEST_CASE("docs/metrics.md has the table of metrics as the program writes it", "[metrics][docs]") {
  INFO("to refresh it: NHS_REFRESH_DOCS=1 with this test");
  const std::string file = std::string{NHS_SOURCE_DIR} + "/docs/metrics.md";
  std::ifstream in{file, std::ios::binary};
  std::string page{std::istreambuf_iterator<char>(in), {}};
  const std::string begin = "<!-- metrics: begin -->\n";
  const std::string end = "<!-- metrics: end -->";
  const std::size_t from = page.find(begin);
  const std::size_t to = page.find(end);
  REQUIRE(from != std::string::npos);
  REQUIRE(to != std::string::npos);
  const std::size_t start = from + begin.size();
  if (std::getenv("NHS_REFRESH_DOCS") != nullptr) {
    page.replace(start, to - start, metrics_markdown());
    std::ofstream{file, std::ios::binary} << page;
    return;
  }
  const bool is_current = page.substr(start, to - start) == metrics_markdown();
  CHECK(is_current);
}

TEST_CASE("The example rules for Prometheus name metrics that are there", "[metrics][docs]") {
  std::ifstream in{std::string{NHS_SOURCE_DIR} + "/packaging/prometheus/nhsvalues.rules.yml"};
  const std::string rules{std::istreambuf_iterator<char>(in), {}};
  const std::string table = metrics_markdown();
  const std::regex used{R"(nhsvalues_[a-z_]+)"};
  int seen = 0;
  for (std::sregex_iterator it{rules.begin(), rules.end(), used}, none; it != none; ++it) {
    ++seen;
    CAPTURE(it->str());
    CHECK(table.find("| `" + it->str() + "` |") != std::string::npos);
  }
  CHECK(seen >= 10);
}
