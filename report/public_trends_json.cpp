#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/json.h"
#include "report/campaign_marks.h"
#include "report/collected_text.h"
#include "report/csv.h"
#include "report/public_numbers.h"
#include "report/series_breaks.h"
#include "report/trends_frame_json.h"

namespace nhs::report {
namespace {

/// Writes the numbers of a period, and remembers which of them are hidden. What others are not told at all is
/// null too, but is not among these.
class ToldNumbers {
 public:
  ToldNumbers(JsonWriter& json, bool known) : json_(json), known_(known) {}

  /// within: the objects that the number stands in: `values.compassion.`; empty for none.
  void count(std::string_view within, std::string_view key, const PublicCount& told) {
    json_.key(key);
    if (known_ && !told.hidden)
      json_.integer(told.number);
    else
      json_.null();
    if (known_ && told.hidden) hidden_.push_back(fmt::format("{}{}", within, key));
  }
  void not_told(std::string_view key) { json_.key(key).null(); }
  void count_if(bool told, std::string_view within, std::string_view key, const PublicCount& number) {
    if (told)
      count(within, key, number);
    else
      not_told(key);
  }
  void share(std::string_view key, const std::optional<Share>& share, double Share::*part) {
    json_.key(key);
    if (known_ && share)
      json_.number((*share).*part, 3);
    else
      json_.null();
  }
  void write_hidden() {
    json_.key("hidden").begin_array();
    for (const std::string& each : hidden_) json_.text(each);
    json_.end_array();
  }

 private:
  JsonWriter& json_;
  bool known_;
  std::vector<std::string> hidden_;
};

/// What `classified` is: the posts that a share is of.
const PublicCount& whole_of(const PublicTally& told, const PublicAsked& asked) {
  return told[asked.value ? Cell::classified : asked.cell];
}

void write_value(JsonWriter& json, ToldNumbers& numbers, const PublicTally& told, const PublicAsked& asked,
                 Value value) {
  const bool is_told = asked.asks_for_all() || asked.value == value;
  const std::string within = fmt::format("values.{}.", id_of(value));
  const auto share = is_told ? public_share(told[Cell::of(value)], told[Cell::classified]) : std::nullopt;
  json.key(id_of(value)).begin_object();
  numbers.count_if(is_told, within, "posts", told[Cell::of(value)]);
  numbers.share("share", share, &Share::share);
  numbers.share("low", share, &Share::low);
  numbers.share("high", share, &Share::high);
  for (const Direction direction : all_of<Direction>())
    numbers.count_if(is_told, within, id_of(direction), told[Cell::of(value, direction)]);
  for (const Sentiment sentiment : all_of<Sentiment>()) numbers.not_told(id_of(sentiment));
  json.end_object();
}

void write_row(JsonWriter& json, const PublicTrends& trends, const PublicAsked& asked, std::size_t at) {
  const store::TrendRow& row = trends.frame.rows[at];
  const PublicTally& told = trends.rows[at];
  ToldNumbers numbers{json, is_known(trends, at)};
  json.begin_object().key("period").text(row.period.label);
  json.key("from").text(format_day(row.period.from)).key("to").text(format_day(row.period.to));
  json.key("partial").boolean(false).key("collected").text(id_of_collected(row.collected));
  numbers.count("", "posts", told[asked.cell]);
  numbers.count("", "classified", whole_of(told, asked));
  numbers.count_if(asked.asks_for_all() || asked.value, "", "unclassified", told[Cell::unclassified]);
  for (const char* people : {"authors", "copies", "most_by_one_author", "posts_by_unknown"})
    numbers.not_told(people);
  json.key("sentiment").begin_object();
  for (const Sentiment sentiment : all_of<Sentiment>())
    numbers.count_if(asked.asks_for_all(), "sentiment.", id_of(sentiment), told[Cell::of(sentiment)]);
  json.end_object().key("values").begin_object();
  for (const Value value : all_of<Value>()) write_value(json, numbers, told, asked, value);
  json.end_object().key("models").begin_object();
  for (const store::PostsOfModel& each : row.models) numbers.not_told(each.model);
  json.end_object();
  json.key("audience").text("public");
  numbers.write_hidden();
  json.end_object();
}

void write_rule(JsonWriter& json, const PublicTrends& trends, const PublicAsked& asked) {
  json.key("small_numbers").begin_object().key("mark").text(kHiddenMark);
  json.key("shown_from").integer(asked.about_group ? asked.groups_shown_from : kShownFrom);
  json.key("rounded_to").integer(kRoundedTo).key("notes").begin_array();
  for (const std::string& note : public_notes(trends, asked)) json.text(note);
  json.end_array().end_object();
}

/// A row's numbers from `posts` to `negative`, for one value.
std::string csv_numbers(const PublicTally& told, const PublicAsked& asked, Value value) {
  const bool value_told = asked.asks_for_all() || asked.value == value;
  const PublicCount& part = told[Cell::of(value)];
  const auto share = public_share(part, told[Cell::classified]);
  const auto share_cell = [&](double Share::*of) {
    if (!value_told) return std::string{};
    if (part.hidden || told[Cell::classified].hidden) return std::string{kHiddenMark};
    return share ? fmt::format("{:.3f}", (*share).*of) : std::string{};
  };
  std::vector<std::string> cells = {
      in_words(told[asked.cell]),
      in_words(whole_of(told, asked)),
      asked.asks_for_all() || asked.value ? in_words(told[Cell::unclassified]) : "",
      std::string{id_of(value)},
      value_told ? in_words(part) : "",
      share_cell(&Share::share),
      share_cell(&Share::low),
      share_cell(&Share::high)};
  for (const Direction direction : all_of<Direction>())
    cells.push_back(value_told ? in_words(told[Cell::of(value, direction)]) : "");
  // Sentiments of a value are two things at once.
  cells.insert(cells.end(), count_of<Sentiment>, "");
  return fmt::format("{}", fmt::join(cells, ","));
}

}  // namespace

std::string public_trends_json(const PublicTrends& trends, const PublicAsked& asked) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.trends/1").key("audience").text("public");
  json.key("since").text(format_day(asked.since)).key("until").text(format_day(asked.until));
  json.key("by").text(id_of_bucket(asked.by)).key("asked_by").text(id_of_bucket(asked.asked_by));
  write_rule(json, trends, asked);
  write_counting(json, trends.frame);
  json.key("undated").null();
  write_breaks(json, trends.frame);
  write_campaigns_for_others(json, asked.campaigns);
  json.key("rows").begin_array();
  for (std::size_t row = 0; row < trends.rows.size(); ++row) write_row(json, trends, asked, row);
  json.end_array().end_object();
  return std::string{json.str()} + "\n";
}

std::string public_trends_ndjson(const PublicTrends& trends, const PublicAsked& asked) {
  std::string lines;
  for (std::size_t row = 0; row < trends.rows.size(); ++row) {
    JsonWriter json;
    write_row(json, trends, asked, row);
    lines.append(json.str()) += '\n';
  }
  return lines;
}

std::string public_trends_csv(const PublicTrends& trends, const PublicAsked& asked) {
  std::string csv =
      "period,from,to,partial,posts,classified,unclassified,value,value_posts,share,low,high,"
      "upheld,breached,mentioned,positive,neutral,negative,break,collected,audience,note\r\n";
  const std::vector<bool> breaks = breaks_by_row(trends.frame);
  const std::string note = csv_cell(fmt::format("{}", fmt::join(public_notes(trends, asked), " ")));
  for (std::size_t at = 0; at < trends.rows.size(); ++at)
    for (const Value value : all_of<Value>()) {
      const store::TrendRow& row = trends.frame.rows[at];
      csv += fmt::format("{},{},{},false,", row.period.label, format_day(row.period.from),
                         format_day(row.period.to));
      csv += is_known(trends, at) ? csv_numbers(trends.rows[at], asked, value)
                                  : fmt::format(",,,{},,,,,,,,,,", id_of(value));
      csv += fmt::format(",{},{},public,{}\r\n", breaks[at] ? "true" : "false",
                         id_of_collected(row.collected), note);
    }
  return csv;
}

}  // namespace nhs::report
