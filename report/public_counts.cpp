#include "report/public_counts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/json.h"
#include "report/collected_text.h"
#include "report/csv.h"
#include "report/json_members.h"
#include "report/public_numbers.h"

namespace nhs::report {
namespace {

struct Counted {
  std::string property;
  std::string which;  ///< a direction's is `compassion:upheld`
  std::size_t cell;
};

template <typename Enum>
void add(std::vector<Counted>& counted, const char* property) {
  for (const Enum each : all_of<Enum>())
    counted.push_back({property, std::string{id_of(each)}, Cell::of(each)});
}

std::vector<Counted> all_counted(const std::vector<std::string>& networks) {
  std::vector<Counted> counted = {{"all", "", Cell::classified}, {"unclassified", "", Cell::unclassified}};
  add<Value>(counted, "value");
  for (const Value value : all_of<Value>())
    for (const Direction direction : all_of<Direction>())
      counted.push_back(
          {"direction", fmt::format("{}:{}", id_of(value), id_of(direction)), Cell::of(value, direction)});
  add<Sentiment>(counted, "sentiment");
  add<Kind>(counted, "kind");
  for (std::size_t place = 0; place < networks.size(); ++place)
    counted.push_back({"network", networks[place], Cell::of_network(place)});
  add<Group>(counted, "group");
  return counted;
}

std::string ndjson_line(const PublicTrends& trends, std::size_t at, const Counted& counted) {
  const store::TrendRow& row = trends.frame.rows[at];
  const PublicCount& told = trends.rows[at][counted.cell];
  JsonWriter json;
  json.begin_object().key("period").text(row.period.label);
  json.key("from").text(format_day(row.period.from)).key("to").text(format_day(row.period.to));
  json.key("collected").text(id_of_collected(row.collected));
  json.key("property").text(counted.property);
  write_text_or_null(json, "which", counted.which);
  json.key("posts");
  if (is_known(trends, at) && !told.hidden)
    json.integer(told.number);
  else
    json.null();
  json.key("hidden").boolean(is_known(trends, at) && told.hidden);
  json.key("audience").text("public").end_object();
  return std::string{json.str()} + "\n";
}

}  // namespace

std::string public_counts_csv(const PublicTrends& trends, const PublicAsked& asked,
                              const std::vector<std::string>& networks) {
  std::string csv = "period,from,to,collected,property,which,posts,audience,note\r\n";
  const std::string note = csv_cell(fmt::format("{}", fmt::join(public_notes(trends, asked), " ")));
  for (std::size_t at = 0; at < trends.rows.size(); ++at) {
    const store::TrendRow& row = trends.frame.rows[at];
    for (const Counted& counted : all_counted(networks))
      csv += fmt::format("{},{},{},{},{},{},{},public,{}\r\n", row.period.label, format_day(row.period.from),
                         format_day(row.period.to), id_of_collected(row.collected), counted.property,
                         counted.which, is_known(trends, at) ? in_words(trends.rows[at][counted.cell]) : "",
                         note);
  }
  return csv;
}

std::string public_counts_ndjson(const PublicTrends& trends, const std::vector<std::string>& networks) {
  std::string lines;
  const std::vector<Counted> all = all_counted(networks);
  for (std::size_t at = 0; at < trends.rows.size(); ++at)
    for (const Counted& counted : all) lines += ndjson_line(trends, at, counted);
  return lines;
}

}  // namespace nhs::report
