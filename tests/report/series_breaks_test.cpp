#include "report/series_breaks.h"

#include <catch2/catch.hpp>

#include "core/json.h"
#include "report/trends_view.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::report;
using namespace nhs::test;

namespace {

/// Weeks from 2026-W41 on, each with the posts that every model judged.
store::TrendsResult weeks(const std::vector<std::vector<store::PostsOfModel>>& models) {
  store::TrendsResult trends;
  const LocalDay first = day("2026-10-05");
  const LocalDay end = first + std::chrono::days{7 * models.size()};
  for (const Period& week : periods_between(first, end, Bucket::week)) {
    store::TrendRow row;
    row.period = week;
    row.models = models[trends.rows.size()];
    for (const store::PostsOfModel& each : row.models) row.posts += each.posts;
    row.classified = row.posts;
    trends.rows.push_back(row);
  }
  return trends;
}

TrendsAsked asked() {
  TrendsAsked asked;
  asked.since = day("2026-10-05");
  asked.until = day("2026-11-02");
  return asked;
}

std::vector<std::string> labels(const std::vector<std::vector<store::PostsOfModel>>& models) {
  return period_labels(weeks(models));
}

using Labels = std::vector<std::string>;

}  // namespace

TEST_CASE("A series by one model has no break, empty periods or not", "[trends]") {
  const store::TrendsResult one = weeks({{{"2026.11", 5}}, {}, {{"2026.11", 3}}, {}});
  CHECK(series_breaks(one).empty());
  CHECK(break_caution(one).empty());
  CHECK(JsonDocument::parse(trends_json(one, asked()))->root()["breaks"].size() == 0);
  CHECK(trends_csv(one).find(",true,whole,") == std::string::npos);
  CHECK(series_breaks(weeks({})).empty());
}

TEST_CASE("A period that two models judged is a break, and those beside it are none", "[trends]") {
  CHECK(labels({{{"2026.11", 5}}, {{"2026.11", 2}, {"2026.12", 3}}, {{"2026.12", 4}}}) ==
        Labels{"2026-W41", "2026-W42~", "2026-W43"});
}

TEST_CASE("Where another model follows without a mixed period, the break is its first period", "[trends]") {
  CHECK(labels({{{"2026.11", 5}}, {}, {{"2026.12", 3}}, {{"2026.12", 4}}}) ==
        Labels{"2026-W41", "2026-W42", "2026-W43~", "2026-W44"});
}

TEST_CASE("The break is named in the JSON, in the CSV, and beneath tables with the posts of each model",
          "[trends]") {
  store::TrendsResult trends =
      weeks({{{"2026.11", 5}}, {{"2026.11", 2}, {"2026.12", 3}}, {{"2026.12", 4}}, {}});
  trends.rows[1].partial = true;
  const auto document = JsonDocument::parse(trends_json(trends, asked()));
  const JsonView breaks = document->root()["breaks"];
  REQUIRE(breaks.size() == 1);
  CHECK(breaks.at(0)["period"].text() == "2026-W42");
  CHECK(breaks.at(0)["from"].text() == "2026-10-12");
  CHECK(breaks.at(0)["to"].text() == "2026-10-19");
  CHECK(breaks.at(0)["models"].at(0).text() == "2026.11");
  CHECK(breaks.at(0)["models"].at(1).text() == "2026.12");
  CHECK(document->root()["rows"].at(1)["models"]["2026.12"].integer() == 3);
  CHECK(document->root()["rows"].at(3)["models"].size() == 0);

  CHECK(
      trends_csv(trends).find(
          "2026-W42,2026-10-12,2026-10-19,true,5,5,0,compassion,0,0.000,0.000,0.434,0,0,0,0,0,0,true,whole,false,") !=
      std::string::npos);
  const std::string table = trends_table(trends, asked(), Terminal{});
  CHECK(table.find("2026-W42*~") != std::string::npos);
  CHECK(
      break_caution(trends) ==
      "~ break in the series (2026-W42): not all posts were judged by one version of the model (7 by 2026.11, "
      "7 by 2026.12). What changes there may be the model's doing.");
  CHECK(trends_chart(trends, asked(), Terminal{}).find("2026-W42*~") != std::string::npos);
}
