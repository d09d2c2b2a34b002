#include "cli/provenance.h"

#include <set>

#include "report/collected_text.h"
#include "report/coverage_text.h"
#include "report/json_members.h"
#include "report/trends_view.h"

namespace nhs::cli {
namespace {

void write_coverage(JsonWriter& json, const store::TrendsResult& counts) {
  json.key("coverage").begin_object();
  json.key("complete").boolean(report::is_complete(counts));
  json.key("gaps").integer(static_cast<std::int64_t>(counts.gaps.size()));
  json.key("hours_missed").number(report::hours_missed(counts.gaps), 1);
  json.key("weeks_without_collection").begin_array();
  for (const std::string& week : report::periods_not_collected(counts)) json.text(week);
  json.end_array().key("weeks_collected_in_part").begin_array();
  for (const std::string& week : report::periods_collected_in_part(counts)) json.text(week);
  json.end_array().end_object();
}

void write_models(JsonWriter& json, const store::TrendsResult& counts) {
  std::set<std::string> models;
  for (const store::TrendRow& row : counts.rows)
    for (const store::PostsOfModel& each : row.models) models.insert(each.model);
  json.key("models").begin_array();
  for (const std::string& model : models) json.text(model);
  json.end_array();
}

}  // namespace

std::string provenance_json(const Provenance& provenance) {
  const store::TrendRow total = report::total_of(provenance.counts.rows);
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.provenance/1");
  json.key("file").text(provenance.file).key("format").text(provenance.format);
  json.key("sha256").text(provenance.sha256).key("bytes").integer(provenance.bytes);
  json.key("posts").integer(provenance.posts).key("filters").text(provenance.filters);
  report::write_day(json, "since", provenance.since);
  report::write_day(json, "until", provenance.until);
  json.key("timezone").text(provenance.counts.timezone);
  json.key("written_at")
      .text(format_utc(provenance.written_at))
      .key("written_by")
      .text("nhsvalues " NHS_VERSION);
  json.key("identities")
      .text(provenance.reveals ? "as on their networks: people are named, keep it as safe as the key"
                               : "keyed hashes: equal people and posts stay equal, nobody is named");
  json.key("of").begin_object().key("classified").integer(total.classified);
  json.key("unclassified").integer(total.unclassified).end_object();
  json.key("undated").integer(provenance.counts.undated);
  json.key("model").text(provenance.counts.model);
  write_models(json, provenance.counts);
  write_coverage(json, provenance.counts);
  json.end_object();
  return std::string{json.str()} + "\n";
}

}  // namespace nhs::cli
