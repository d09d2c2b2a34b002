#include <fmt/format.h>

#include <algorithm>

#include "report/coverage_text.h"
#include "report/json_members.h"
#include "report/pledge_trend_numbers.h"
#include "report/pledges_view.h"
#include "report/trends_numbers.h"
#include "report/wilson.h"

namespace nhs::report {
namespace {

void write_known(JsonWriter& json, std::string_view key, double number, bool known) {
  write_number(json, key, known ? std::optional{number} : std::nullopt, 3);
}

void write_proportion(JsonWriter& json, std::string_view key, Proportion of) {
  const Share share = wilson_interval(of.part, of.whole);
  const bool known = of.whole > 0;
  json.key(key).begin_object().key("posts").integer(of.part).key("classified").integer(of.whole);
  write_known(json, "share", share.share, known);
  write_known(json, "low", share.low, known);
  write_known(json, "high", share.high, known);
  json.end_object();
}

void write_change(JsonWriter& json, const ValueChange& change) {
  json.begin_object().key("value").text(id_of(change.value));
  write_id(json, "direction", change.direction);
  write_proportion(json, "before", change.before);
  write_proportion(json, "after", change.after);
  const ShareDifference apart = newcombe_difference(change.before, change.after);
  const bool known = change.before.whole > 0 && change.after.whole > 0;
  write_known(json, "difference", apart.difference, known);
  write_known(json, "low", apart.low, known);
  write_known(json, "high", apart.high, known);
  json.key("p");
  // As in `compare`: none is so small that it is nothing.
  if (change.p)
    json.number(std::max(*change.p, 0.000001), 6);
  else
    json.null();
  json.key("reading").text(change.reading).end_object();
}

void write_side(JsonWriter& json, std::string_view key, const store::TrendsResult& side, LocalDay from,
                LocalDay to) {
  const store::TrendRow total = total_of(side.rows);
  json.key(key).begin_object().key("since").text(format_day(from)).key("until").text(format_day(to));
  json.key("classified").integer(total.classified).key("unclassified").integer(total.unclassified);
  json.key("days_without_collection").integer(days_without_collection(side));
  json.key("gaps").integer(static_cast<std::int64_t>(side.gaps.size()));
  json.key("hours_missed").number(hours_missed(side.gaps), 1).end_object();
}

}  // namespace

std::string pledge_trend_json(const PledgeTrend& trend) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.pledges-trend/1");
  json.key("timezone").text(trend.before.timezone).key("made_on").text(format_day(trend.made));
  json.key("days").integer(trend.days).key("days_asked").integer(trend.days_asked);
  json.key("pledge").begin_object();
  write_pledge(json, trend.pledge);
  json.end_object();
  write_side(json, "before", trend.before, before_from(trend), trend.made);
  write_side(json, "after", trend.after, after_from(trend), after_to(trend));
  json.key("models").begin_array();
  for (const std::string& model : models_of(trend)) json.text(model);
  json.end_array().key("rows").begin_array();
  for (const ValueChange& change : changes_of(trend)) write_change(json, change);
  json.end_array().key("cautions").begin_array();
  for (const std::string& caution : cautions_of(trend)) json.text(caution);
  json.end_array().end_object();
  return std::string{json.str()} + "\n";
}

std::string pledge_trend_ndjson(const PledgeTrend& trend) {
  std::string lines;
  for (const ValueChange& change : changes_of(trend)) {
    JsonWriter json;
    write_change(json, change);
    lines.append(json.str()) += '\n';
  }
  return lines;
}

std::string pledge_trend_csv(const PledgeTrend& trend) {
  std::string csv =
      "value,direction,before_posts,before_classified,before_share,after_posts,after_classified,after_share,"
      "difference,low,high,reading\r\n";
  for (const ValueChange& change : changes_of(trend)) {
    const ShareDifference apart = newcombe_difference(change.before, change.after);
    const auto cell = [](double number, bool known) {
      return known ? fmt::format("{:.3f}", number) : std::string{};
    };
    const auto share_cell = [&](Proportion of) {
      return cell(wilson_interval(of.part, of.whole).share, of.whole > 0);
    };
    const bool known = change.before.whole > 0 && change.after.whole > 0;
    csv += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\r\n", id_of(change.value),
                       change.direction ? id_of(*change.direction) : std::string_view{"any"},
                       change.before.part, change.before.whole, share_cell(change.before), change.after.part,
                       change.after.whole, share_cell(change.after), cell(apart.difference, known),
                       cell(apart.low, known), cell(apart.high, known), change.reading);
  }
  return csv;
}

}  // namespace nhs::report
