#include <fmt/format.h>

#include <algorithm>

#include "core/json.h"
#include "report/collected_text.h"
#include "report/comparison.h"
#include "report/comparison_json.h"
#include "report/comparison_text.h"
#include "report/coverage_text.h"
#include "report/json_members.h"

namespace nhs::report {
namespace {

constexpr int kDecimalsOfShare = 4;
/// Of a p-value the first digits that count stand far behind the point.
constexpr int kDecimalsOfP = 6;

/// None is so small that it is nothing: what is less than these digits tell is written as the least of them.
std::optional<double> told_p(const ComparedShare& share) {
  if (!share.p) return std::nullopt;
  return std::max(*share.p, 0.000001);
}

/// Of nothing there is no share.
std::optional<double> known_share(Proportion of) {
  if (of.whole <= 0) return std::nullopt;
  return share_of(of);
}

std::optional<double> known(const ComparedShare& share, double number) {
  if (share.first.whole <= 0 || share.second.whole <= 0) return std::nullopt;
  return number;
}

std::string number_cell(std::optional<double> number, int decimals) {
  return number ? fmt::format("{:.{}f}", *number, decimals) : std::string{};
}

template <typename Enum>
std::string_view id_cell(std::optional<Enum> member) {
  return member ? id_of(*member) : std::string_view{};
}

void write_share(JsonWriter& json, const ComparedShare& share) {
  json.begin_object();
  write_id(json, "value", share.value);
  write_id(json, "direction", share.direction);
  write_id(json, "sentiment", share.sentiment);
  const auto write_side = [&](std::string_view key, Proportion of) {
    json.key(key).begin_object().key("posts").integer(of.part).key("of").integer(of.whole);
    write_number(json, "share", known_share(of), kDecimalsOfShare);
    json.end_object();
  };
  write_side("first", share.first);
  write_side("second", share.second);
  write_number(json, "difference", known(share, share.difference.difference), kDecimalsOfShare);
  write_number(json, "low", known(share, share.difference.low), kDecimalsOfShare);
  write_number(json, "high", known(share, share.difference.high), kDecimalsOfShare);
  write_number(json, "p", told_p(share), kDecimalsOfP);
  json.key("change").text(id_of_change(share.change)).end_object();
}

void write_period(JsonWriter& json, std::string_view key, const ComparedPeriod& period) {
  const store::TrendRow& counts = period.counts;
  json.key(key).begin_object().key("period").text(counts.period.label);
  json.key("from").text(format_day(counts.period.from)).key("to").text(format_day(counts.period.to));
  json.key("partial").boolean(counts.partial);
  json.key("collected").text(id_of_collected(counts.collected));
  json.key("classified").integer(counts.classified).key("unclassified").integer(counts.unclassified);
  write_integer(json, "authors", counts.authors);
  write_integer(json, "posts_by_unknown", counts.posts_by_unknown);
  json.key("models").begin_object();
  for (const store::PostsOfModel& each : counts.models) json.key(each.model).integer(each.posts);
  const bool complete = period.gaps.empty() && counts.collected == store::Collected::whole;
  json.end_object().key("coverage").begin_object().key("complete").boolean(complete);
  json.key("gaps").integer(static_cast<std::int64_t>(period.gaps.size()));
  json.key("hours_missed").number(hours_missed(period.gaps), 1).end_object().end_object();
}

}  // namespace

void write_comparison(JsonWriter& json, const Comparison& comparison) {
  json.key("timezone").text(comparison.timezone);
  write_period(json, "first", comparison.first);
  write_period(json, "second", comparison.second);
  json.key("false_discovery_rate").number(kFalseDiscoveryRate, 2);
  json.key("text").text(comparison_sentence(comparison)).key("cautions").begin_array();
  for (const std::string& caution : comparison_cautions(comparison)) json.text(caution);
  json.end_array().key("rows").begin_array();
  for (const ComparedShare& share : comparison.shares) write_share(json, share);
  json.end_array();
}

std::string comparison_json(const Comparison& comparison) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.compare/1");
  write_comparison(json, comparison);
  json.end_object();
  return std::string{json.str()} + "\n";
}

std::string comparison_ndjson(const Comparison& comparison) {
  std::string lines;
  for (const ComparedShare& share : comparison.shares) {
    JsonWriter json;
    write_share(json, share);
    lines.append(json.str()) += '\n';
  }
  return lines;
}

std::string comparison_csv(const Comparison& comparison) {
  std::string csv =
      "value,direction,sentiment,first,first_posts,first_of,first_share,second,second_posts,second_of,"
      "second_share,difference,low,high,p,change\r\n";
  for (const ComparedShare& share : comparison.shares)
    csv += fmt::format(
        "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n", id_cell(share.value), id_cell(share.direction),
        id_cell(share.sentiment), comparison.first.counts.period.label, share.first.part, share.first.whole,
        number_cell(known_share(share.first), kDecimalsOfShare), comparison.second.counts.period.label,
        share.second.part, share.second.whole, number_cell(known_share(share.second), kDecimalsOfShare),
        number_cell(known(share, share.difference.difference), kDecimalsOfShare),
        number_cell(known(share, share.difference.low), kDecimalsOfShare),
        number_cell(known(share, share.difference.high), kDecimalsOfShare),
        number_cell(told_p(share), kDecimalsOfP), id_of_change(share.change));
  return csv;
}

}  // namespace nhs::report
