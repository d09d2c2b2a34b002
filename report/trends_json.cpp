#include <fmt/format.h>

#include "core/json.h"
#include "report/coverage_text.h"
#include "report/series_breaks.h"
#include "report/trends_view.h"
#include "report/wilson.h"

namespace nhs::report {
namespace {

void write_sentiment(JsonWriter& json, const store::SentimentCounts& counts) {
  for (const Sentiment sentiment : all_of<Sentiment>())
    json.key(id_of(sentiment)).integer(counts.posts[index_of(sentiment)]);
}

void write_optional(JsonWriter& json, std::string_view key, const std::optional<std::int64_t>& number) {
  json.key(key);
  if (number)
    json.integer(*number);
  else
    json.null();
}

void write_value(JsonWriter& json, const store::ValueCounts& counts, std::int64_t classified) {
  const Share share = wilson_interval(counts.posts, classified);
  json.begin_object().key("posts").integer(counts.posts);
  json.key("share").number(share.share, 3).key("low").number(share.low, 3).key("high").number(share.high, 3);
  for (const Direction direction : all_of<Direction>())
    json.key(id_of(direction)).integer(counts.directions[index_of(direction)]);
  write_sentiment(json, counts.sentiment);
  json.end_object();
}

void write_row(JsonWriter& json, const store::TrendRow& row) {
  json.begin_object().key("period").text(row.period.label);
  json.key("from").text(format_day(row.period.from)).key("to").text(format_day(row.period.to));
  json.key("partial").boolean(row.partial);
  json.key("posts").integer(row.posts).key("classified").integer(row.classified);
  json.key("unclassified").integer(row.unclassified);
  write_optional(json, "authors", row.authors);
  write_optional(json, "copies", row.copies);
  write_optional(json, "most_by_one_author", row.most_by_one_author);
  json.key("sentiment").begin_object();
  write_sentiment(json, row.sentiment);
  json.end_object().key("values").begin_object();
  for (const Value value : all_of<Value>()) {
    json.key(id_of(value));
    write_value(json, row.values[index_of(value)], row.classified);
  }
  json.end_object().key("models").begin_object();
  for (const store::PostsOfModel& each : row.models) json.key(each.model).integer(each.posts);
  json.end_object().end_object();
}

void write_breaks(JsonWriter& json, const store::TrendsResult& trends) {
  json.key("breaks").begin_array();
  for (const SeriesBreak& each : series_breaks(trends)) {
    const Period& period = trends.rows[each.row].period;
    json.begin_object().key("period").text(period.label);
    json.key("from").text(format_day(period.from)).key("to").text(format_day(period.to));
    json.key("models").begin_array();
    for (const std::string& model : each.models) json.text(model);
    json.end_array().end_object();
  }
  json.end_array();
}

}  // namespace

std::string trends_json(const store::TrendsResult& trends, const TrendsAsked& asked) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.trends/1");
  json.key("since").text(format_day(asked.since)).key("until").text(format_day(asked.until));
  json.key("by").text(id_of_bucket(asked.by)).key("timezone").text(trends.timezone);
  json.key("model").text(trends.model);
  json.key("coverage").begin_object();
  json.key("complete").boolean(trends.gaps.empty());
  json.key("gaps").integer(static_cast<std::int64_t>(trends.gaps.size()));
  json.key("hours_missed").number(hours_missed(trends.gaps), 1).end_object();
  json.key("undated").integer(trends.undated);
  write_breaks(json, trends);
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

std::string trends_csv(const store::TrendsResult& trends) {
  std::string csv =
      "period,from,to,partial,posts,classified,unclassified,value,value_posts,share,low,high,"
      "upheld,breached,mentioned,positive,neutral,negative,break\r\n";
  const std::vector<bool> breaks = breaks_by_row(trends);
  for (std::size_t at = 0; at < trends.rows.size(); ++at)
    for (const Value value : all_of<Value>()) {
      const store::TrendRow& row = trends.rows[at];
      const store::ValueCounts& counts = row.values[index_of(value)];
      const Share share = wilson_interval(counts.posts, row.classified);
      csv += fmt::format("{},{},{},{},{},{},{},{},{},{:.3f},{:.3f},{:.3f}", row.period.label,
                         format_day(row.period.from), format_day(row.period.to),
                         row.partial ? "true" : "false", row.posts, row.classified, row.unclassified,
                         id_of(value), counts.posts, share.share, share.low, share.high);
      for (const std::int64_t posts : counts.directions) csv += fmt::format(",{}", posts);
      for (const std::int64_t posts : counts.sentiment.posts) csv += fmt::format(",{}", posts);
      csv += breaks[at] ? ",true\r\n" : ",false\r\n";
    }
  return csv;
}

}  // namespace nhs::report
