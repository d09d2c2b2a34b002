#include "report/trends_frame_json.h"

#include "report/collected_text.h"
#include "report/coverage_text.h"
#include "report/json_members.h"
#include "report/series_breaks.h"

namespace nhs::report {

void write_counting(JsonWriter& json, const store::TrendsResult& trends) {
  json.key("timezone").text(trends.timezone);
  write_text_or_null(json, "model", trends.model);
  json.key("coverage").begin_object();
  json.key("complete").boolean(is_complete(trends));
  json.key("gaps").integer(static_cast<std::int64_t>(trends.gaps.size()));
  json.key("hours_missed").number(hours_missed(trends.gaps), 1);
  json.key("periods_without_collection")
      .integer(static_cast<std::int64_t>(periods_not_collected(trends).size()));
  json.key("periods_collected_in_part")
      .integer(static_cast<std::int64_t>(periods_collected_in_part(trends).size()))
      .end_object();
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

}  // namespace nhs::report
