#include <fmt/format.h>

#include "core/json.h"
#include "report/coverage_text.h"
#include "report/json_members.h"
#include "report/recheck_text.h"
#include "report/retention_view.h"
#include "report/spending_text.h"
#include "report/status_words.h"

namespace nhs::report {
namespace {

void write_audit(JsonWriter& json, const store::StoreStatus& status) {
  json.key("audit").begin_array();
  for (const store::AuditRecord& each : status.audit) {
    json.begin_object().key("person").text(each.person).key("action").text(each.action);
    write_integer(json, "ref", each.post);
    json.key("detail").text(each.detail);
    write_time(json, "at", each.at);
    json.end_object();
  }
  json.end_array();
}

std::string state_in_words(const SourceState& state, const StatusSurroundings& around) {
  return is_watched(state, around) ? source_in_words(state, around.now) : why_not_watched(state, around);
}

void write_source(JsonWriter& json, const SourceState& state, const StatusSurroundings& around) {
  json.begin_object().key("source").text(state.source).key("topic").text(state.topic);
  json.key("state").text(state_in_words(state, around));
  write_time(json, "last_attempt_at", state.last_attempt_at);
  write_time(json, "last_success_at", state.last_success_at);
  write_time(json, "caught_up_at", state.caught_up_at);
  json.key("lag_s");
  if (state.caught_up_at)
    json.integer((around.now - *state.caught_up_at).count());
  else
    json.null();
  write_time(json, "next_poll_at", state.next_poll_at);
  write_time(json, "asked_to_wait_until", state.asked_to_wait_until);
  write_time(json, "failing_since", state.failing_since);
  json.key("failures").integer(state.failures).key("last_error").text(state.last_error);
  json.key("notice").text(state.notice).end_object();
}

void write_spendings(JsonWriter& json, const store::StoreStatus& status, const StatusSurroundings& around) {
  json.key("spending").begin_array();
  for (const WatchedSource& source : around.configured_sources) {
    if (!source.caps) continue;
    json.begin_object().key("source").text(source.name);
    write_spending(json, spending_of(source.name, status.spending), *source.caps, around.now);
    json.end_object();
  }
  json.end_array();
}

/// How often each kind, those that never were too.
void write_masked(JsonWriter& json, const store::StoreStatus& status) {
  json.key("masked").begin_object();
  write_day(json, "since", status.masked_since);
  for (const Masked what : all_of<Masked>()) json.key(id_of(what)).integer(status.masked[index_of(what)]);
  json.end_object();
}

void write_retention(JsonWriter& json, const StatusSurroundings& around) {
  json.key("retention");
  if (!around.retention) {
    json.null();
    return;
  }
  const store::RetentionState& state = *around.retention;
  json.begin_object().key("text_days").integer(around.retention_rules.days);
  write_time(json, "last_at", state.last_at);
  json.key("due").integer(state.due).key("unfinished").boolean(state.unfinished).end_object();
}

}  // namespace

std::string status_json(const store::StoreStatus& status, const StatusSurroundings& around) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.status/1").key("now").text(format_utc(around.now));
  json.key("writer");
  if (around.writer)
    json.text(*around.writer);
  else
    json.null();
  json.key("version").text(around.program_version).key("database").text(around.database);
  json.key("database_bytes")
      .integer(status.database_bytes)
      .key("schema_version")
      .integer(status.schema_version);
  write_texts(json, "kept_copies", around.kept_copies);
  write_retention(json, around);
  if (around.configuration) write_configuration(json, *around.configuration);
  json.key("model").text(status.model).key("of_other_models").integer(status.of_other_models);
  json.key("accuracy").text(around.accuracy).key("timezone").text(status.timezone);
  json.key("posts").integer(status.posts).key("posts_today").integer(status.posts_today);
  json.key("posts_last_7_days").integer(status.posts_last_7_days);
  json.key("unclassified").integer(status.unclassified).key("undated").integer(status.undated);
  json.key("set_aside").integer(status.set_aside).key("labelled").integer(status.labelled);
  write_time(json, "newest_post_at", status.newest_post_at);
  json.key("sources").begin_array();
  for (const SourceState& state : status.sources) write_source(json, state, around);
  json.end_array().key("gaps").begin_object().key("count").integer(
      static_cast<std::int64_t>(status.gaps.size()));
  json.key("hours_missed").number(hours_missed(status.gaps), 1).end_object();
  write_texts(json, "warnings", status_warnings(status, around));
  write_masked(json, status);
  write_spendings(json, status, around);
  write_rechecks(json, status, around.now);
  if (around.safety) write_safety(json, *around.safety);
  write_audit(json, status);
  json.end_object();
  return std::string{json.str()} + "\n";
}

}  // namespace nhs::report
