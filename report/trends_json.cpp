#include <fmt/format.h>

#include "core/json.h"
#include "report/campaign_marks.h"
#include "report/collected_text.h"
#include "report/csv.h"
#include "report/json_members.h"
#include "report/series_breaks.h"
#include "report/trends_frame_json.h"
#include "report/trends_view.h"
#include "report/wilson.h"

namespace nhs::report {
namespace {

/// Of a period without collection no number is known: null, never 0.
class RowNumbers {
 public:
  RowNumbers(JsonWriter& json, bool known) : json_(json), known_(known) {}

  const RowNumbers& integer(std::string_view key, std::int64_t value) const {
    write_integer(json_, key, known_ ? std::optional{value} : std::nullopt);
    return *this;
  }
  const RowNumbers& share(std::string_view key, double value) const {
    json_.key(key);
    if (known_)
      json_.number(value, 3);
    else
      json_.null();
    return *this;
  }

 private:
  JsonWriter& json_;
  bool known_;
};

void write_sentiment(const RowNumbers& numbers, const store::SentimentCounts& counts) {
  for (const Sentiment sentiment : all_of<Sentiment>())
    numbers.integer(id_of(sentiment), counts.posts[index_of(sentiment)]);
}

void write_value(JsonWriter& json, const RowNumbers& numbers, const store::ValueCounts& counts,
                 std::int64_t classified) {
  const Share share = wilson_interval(counts.posts, classified);
  json.begin_object();
  numbers.integer("posts", counts.posts);
  // A share of no posts is none.
  const RowNumbers shares = classified > 0 ? numbers : RowNumbers{json, false};
  shares.share("share", share.share).share("low", share.low).share("high", share.high);
  for (const Direction direction : all_of<Direction>())
    numbers.integer(id_of(direction), counts.directions[index_of(direction)]);
  write_sentiment(numbers, counts.sentiment);
  json.end_object();
}

void write_row(JsonWriter& json, const store::TrendRow& row) {
  json.begin_object().key("period").text(row.period.label);
  json.key("from").text(format_day(row.period.from)).key("to").text(format_day(row.period.to));
  json.key("partial")
      .boolean(row.partial)
      .key("without_texts")
      .boolean(row.without_texts)
      .key("collected")
      .text(id_of_collected(row.collected));
  const bool known = row.collected != store::Collected::none;
  const RowNumbers numbers{json, known};
  numbers.integer("posts", row.posts).integer("classified", row.classified);
  numbers.integer("unclassified", row.unclassified);
  write_integer(json, "authors", known ? row.authors : std::nullopt);
  write_integer(json, "copies", known ? row.copies : std::nullopt);
  write_integer(json, "most_by_one_author", known ? row.most_by_one_author : std::nullopt);
  write_integer(json, "posts_by_unknown", known ? row.posts_by_unknown : std::nullopt);
  json.key("sentiment").begin_object();
  write_sentiment(numbers, row.sentiment);
  json.end_object().key("values").begin_object();
  for (const Value value : all_of<Value>()) {
    json.key(id_of(value));
    write_value(json, numbers, row.values[index_of(value)], row.classified);
  }
  json.end_object().key("models").begin_object();
  for (const store::PostsOfModel& each : row.models) json.key(each.model).integer(each.posts);
  json.end_object().end_object();
}

std::string cell(std::optional<std::int64_t> number) { return number ? fmt::format("{}", *number) : ""; }

/// From `authors` on: what the table has beside the numbers, empty where nobody counted.
std::string csv_people(const store::TrendRow& row, const std::vector<Campaign>& campaigns) {
  std::string names;
  for (const Campaign& each : campaigns)
    if (touches(each, row.period.from, row.period.to)) names += (names.empty() ? "" : "; ") + each.name;
  const std::string people =
      row.collected == store::Collected::none
          ? ",,"
          : fmt::format("{},{},{}", cell(row.authors), cell(row.copies), cell(row.posts_by_unknown));
  return fmt::format("{},{}", people, names.empty() ? names : csv_cell(names));
}

/// From `posts` to `negative`.
std::string csv_numbers(const store::TrendRow& row, Value value) {
  const store::ValueCounts& counts = row.values[index_of(value)];
  const Share share = wilson_interval(counts.posts, row.classified);
  std::string cells =
      fmt::format("{},{},{},{},{},", row.posts, row.classified, row.unclassified, id_of(value), counts.posts);
  cells +=
      row.classified > 0 ? fmt::format("{:.3f},{:.3f},{:.3f}", share.share, share.low, share.high) : ",,";
  for (const std::int64_t posts : counts.directions) cells += fmt::format(",{}", posts);
  for (const std::int64_t posts : counts.sentiment.posts) cells += fmt::format(",{}", posts);
  return cells;
}

}  // namespace

std::string trends_json(const store::TrendsResult& trends, const TrendsAsked& asked) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.trends/1");
  json.key("since").text(format_day(asked.since)).key("until").text(format_day(asked.until));
  json.key("by").text(id_of_bucket(asked.by));
  write_counting(json, trends);
  json.key("undated").integer(trends.undated);
  write_breaks(json, trends);
  write_campaigns(json, asked.campaigns);
  json.key("rows").begin_array();
  for (const store::TrendRow& row : trends.rows) write_row(json, row);
  json.end_array().end_object();
  return std::string{json.str()} + "\n";
}

std::string trends_ndjson(const store::TrendsResult& trends) {
  std::string lines;
  for (const store::TrendRow& row : trends.rows) {
    JsonWriter json;
    write_row(json, row);
    lines.append(json.str()) += '\n';
  }
  return lines;
}

std::string trends_csv(const store::TrendsResult& trends, const std::vector<Campaign>& campaigns) {
  std::string csv =
      "period,from,to,partial,posts,classified,unclassified,value,value_posts,share,low,high,"
      "upheld,breached,mentioned,positive,neutral,negative,break,collected,without_texts,authors,copies,posts_by_unknown,"
      "campaigns\r\n";
  const std::vector<bool> breaks = breaks_by_row(trends);
  for (std::size_t at = 0; at < trends.rows.size(); ++at)
    for (const Value value : all_of<Value>()) {
      const store::TrendRow& row = trends.rows[at];
      csv += fmt::format("{},{},{},{},", row.period.label, format_day(row.period.from),
                         format_day(row.period.to), row.partial ? "true" : "false");
      csv += row.collected == store::Collected::none ? fmt::format(",,,{},,,,,,,,,,", id_of(value))
                                                     : csv_numbers(row, value);
      csv += fmt::format(",{},{},{},{}\r\n", breaks[at] ? "true" : "false", id_of_collected(row.collected),
                         row.without_texts ? "true" : "false", csv_people(row, campaigns));
    }
  return csv;
}

}  // namespace nhs::report
