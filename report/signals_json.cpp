#include <fmt/format.h>

#include <algorithm>

#include "core/json.h"
#include "report/campaign_marks.h"
#include "report/collected_text.h"
#include "report/coverage_text.h"
#include "report/json_members.h"
#include "report/signals_text.h"
#include "report/signals_view.h"

namespace nhs::report {
namespace {

constexpr int kDecimalsOfHeight = 4;

std::string_view id_of_rule(XmrRule rule) {
  switch (rule) {
    case XmrRule::outside_limits:
      return "outside_limits";
    case XmrRule::one_side_of_mean:
      return "one_side_of_mean";
    case XmrRule::trend:
      return "trend";
    case XmrRule::outer_third:
      break;
  }
  return "outer_third";
}

std::string_view id_of_side(Side side) { return side == Side::high ? "high" : "low"; }

/// Neither the share of nothing nor what nobody collected, or can search any more, is a number.
bool is_known(const ControlPoint& point, Measure measure) {
  return point.left_out != LeftOut::not_collected && point.left_out != LeftOut::without_texts &&
         (measure == Measure::volume || point.of > 0);
}

void write_points(JsonWriter& json, const SignalsFound& found, const ControlChart& chart) {
  json.key("points").begin_array();
  for (std::size_t row = 0; row < chart.points.size(); ++row) {
    const ControlPoint& point = chart.points[row];
    json.begin_object().key("period").text(found.trends.rows[row].period.label);
    json.key("posts").integer(point.posts).key("of").integer(point.of);
    json.key("value");
    if (is_known(point, chart.measure))
      json.number(point.height(chart.measure), kDecimalsOfHeight);
    else
      json.null();
    json.key("left_out");
    if (point.left_out)
      json.text(id_of_left_out(*point.left_out));
    else
      json.null();
    json.end_object();
  }
  json.end_array();
}

void write_baselines(JsonWriter& json, const SignalsFound& found, const ControlChart& chart) {
  json.key("baselines").begin_array();
  for (const Baseline& each : chart.baselines) {
    json.begin_object().key("from").text(found.trends.rows[each.first].period.label);
    json.key("to").text(found.trends.rows[each.last].period.label);
    json.key("points").integer(static_cast<std::int64_t>(each.points)).key("enough").boolean(each.enough);
    json.key("seldom").boolean(each.seldom);
    if (each.enough) {
      json.key("mean")
          .number(each.limits.mean, kDecimalsOfHeight)
          .key("lower")
          .number(each.limits.lower, kDecimalsOfHeight);
      json.key("upper").number(each.limits.upper, kDecimalsOfHeight);
      json.key("mean_moving_range").number(each.limits.moving_range, kDecimalsOfHeight);
    } else {
      for (const char* key : {"mean", "lower", "upper", "mean_moving_range"}) json.key(key).null();
    }
    json.end_object();
  }
  json.end_array();
}

void write_signals(JsonWriter& json, const SignalsFound& found, const ControlChart& chart) {
  json.key("signals").begin_array();
  for (const Signal& signal : chart.signals) {
    json.begin_object().key("rule").text(id_of_rule(signal.rule)).key("side").text(id_of_side(signal.side));
    json.key("periods").begin_array();
    for (const std::size_t row : signal.rows) json.text(found.trends.rows[row].period.label);
    json.end_array().key("text").text(in_words({{&chart}, {&signal}}, found)).end_object();
  }
  json.end_array();
}

void write_chart(JsonWriter& json, const SignalsFound& found, const ControlChart& chart) {
  json.begin_object();
  write_id(json, "value", chart.value);
  write_id(json, "direction", chart.direction);
  json.key("measure").text(id_of_measure(chart.measure));
  write_points(json, found, chart);
  write_baselines(json, found, chart);
  write_signals(json, found, chart);
  json.end_object();
}

void write_periods(JsonWriter& json, const SignalsFound& found) {
  json.key("periods").begin_array();
  for (std::size_t row = 0; row < found.trends.rows.size(); ++row) {
    const store::TrendRow& counts = found.trends.rows[row];
    json.begin_object().key("period").text(counts.period.label);
    json.key("from").text(format_day(counts.period.from)).key("to").text(format_day(counts.period.to));
    json.key("partial").boolean(counts.partial).key("collected").text(id_of_collected(counts.collected));
    // Of what was not collected no number is known, 0 neither.
    const bool known = counts.collected != store::Collected::none;
    write_integer_or_null(json, "classified", known ? std::optional{counts.classified} : std::nullopt);
    write_integer_or_null(json, "unclassified", known ? std::optional{counts.unclassified} : std::nullopt);
    json.key("models").begin_object();
    for (const store::PostsOfModel& each : counts.models) json.key(each.model).integer(each.posts);
    json.end_object().end_object();
  }
  json.end_array();
}

/// Mean and limits in a row, empty where there are none.
std::string limits_cells(const ControlChart& chart, std::size_t row) {
  for (const Baseline& each : chart.baselines)
    if (each.enough && row >= each.first && row <= each.last)
      return fmt::format("{:.4f},{:.4f},{:.4f}", each.limits.mean, each.limits.lower, each.limits.upper);
  return ",,";
}

std::string rules_cell(const ControlChart& chart, std::size_t row) {
  std::string cell;
  for (const Signal& signal : chart.signals)
    if (std::find(signal.rows.begin(), signal.rows.end(), row) != signal.rows.end())
      cell +=
          fmt::format("{}{}:{}", cell.empty() ? "" : " ", id_of_rule(signal.rule), id_of_side(signal.side));
  return cell;
}

}  // namespace

std::string signals_json(const SignalsFound& found) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.signals/1");
  json.key("since").text(format_day(found.asked.since)).key("until").text(format_day(found.asked.until));
  json.key("by").text(id_of_bucket(found.asked.by)).key("timezone").text(found.trends.timezone);
  write_text_or_null(json, "model", found.trends.model);
  json.key("coverage").begin_object().key("complete").boolean(is_complete(found.trends));
  json.key("gaps").integer(static_cast<std::int64_t>(found.trends.gaps.size()));
  json.key("hours_missed").number(hours_missed(found.trends.gaps), 1).end_object();
  json.key("text").text(signals_sentence(found)).key("cautions").begin_array();
  for (const std::string& caution : signals_cautions(found)) json.text(caution);
  json.end_array();
  write_periods(json, found);
  write_campaigns(json, found.asked.campaigns);
  json.key("charts").begin_array();
  for (const ControlChart& chart : found.charts) write_chart(json, found, chart);
  json.end_array().end_object();
  return std::string{json.str()} + "\n";
}

std::string signals_ndjson(const SignalsFound& found) {
  std::string lines;
  for (const ControlChart& chart : found.charts) {
    JsonWriter json;
    write_chart(json, found, chart);
    lines.append(json.str()) += '\n';
  }
  return lines;
}

std::string signals_csv(const SignalsFound& found) {
  std::string csv =
      "value,direction,measure,period,from,to,posts,of,point,left_out,mean,lower,upper,signals\r\n";
  for (const ControlChart& chart : found.charts)
    for (std::size_t row = 0; row < chart.points.size(); ++row) {
      const ControlPoint& point = chart.points[row];
      const Period& period = found.trends.rows[row].period;
      csv += fmt::format(
          "{},{},{},{},{},{},{},{},{},{},{},{}\r\n", chart.value ? id_of(*chart.value) : "",
          chart.direction ? id_of(*chart.direction) : "", id_of_measure(chart.measure), period.label,
          format_day(period.from), format_day(period.to), point.posts, point.of,
          is_known(point, chart.measure) ? fmt::format("{:.4f}", point.height(chart.measure)) : "",
          point.left_out ? id_of_left_out(*point.left_out) : "",
          point.left_out ? ",," : limits_cells(chart, row), rules_cell(chart, row));
    }
  return csv;
}

}  // namespace nhs::report
