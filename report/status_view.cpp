#include "report/status_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/json.h"
#include "report/coverage_text.h"
#include "report/table.h"

namespace nhs::report {
namespace {

using namespace std::chrono_literals;

std::string bytes_in_words(std::int64_t bytes) {
  if (bytes < 1024 * 1024) return fmt::format("{:.0f} KiB", static_cast<double>(bytes) / 1024);
  if (bytes < 1024LL * 1024 * 1024)
    return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / (1024 * 1024));
  return fmt::format("{:.2f} GiB", static_cast<double>(bytes) / (1024.0 * 1024 * 1024));
}

void write_time(JsonWriter& json, std::string_view key, const std::optional<UtcTime>& time) {
  json.key(key);
  if (time)
    json.text(format_utc(*time));
  else
    json.null();
}

void write_source(JsonWriter& json, const SourceState& state, UtcTime now) {
  json.begin_object().key("source").text(state.source).key("topic").text(state.topic);
  json.key("state").text(source_in_words(state, now));
  write_time(json, "last_attempt_at", state.last_attempt_at);
  write_time(json, "last_success_at", state.last_success_at);
  write_time(json, "caught_up_at", state.caught_up_at);
  write_time(json, "next_poll_at", state.next_poll_at);
  write_time(json, "asked_to_wait_until", state.asked_to_wait_until);
  json.key("failures").integer(state.failures).key("last_error").text(state.last_error).end_object();
}

}  // namespace

std::string ago(UtcTime then, UtcTime now) {
  const auto since = now - then;
  if (since < 1min) return "just now";
  const auto phrase = [](long long number, const char* unit) {
    return fmt::format("{} {}{} ago", number, unit, number == 1 ? "" : "s");
  };
  if (since < 1h) return phrase(since / 1min, "minute");
  if (since < 48h) return phrase(since / 1h, "hour");
  return phrase(since / 24h, "day");
}

std::string source_in_words(const SourceState& state, UtcTime now) {
  if (state.failures > 0)
    return fmt::format("failing ({} {}): {}", state.failures, state.failures == 1 ? "run" : "runs",
                       state.last_error);
  if (state.asked_to_wait_until && *state.asked_to_wait_until > now)
    return fmt::format("the server asked us to wait until {}", format_utc(*state.asked_to_wait_until));
  if (state.caught_up_at) return fmt::format("caught up {}", ago(*state.caught_up_at, now));
  if (state.last_success_at) return "catching up";
  return "not asked yet";
}

std::vector<std::string> status_warnings(const store::StoreStatus& status, const StatusSurroundings& around) {
  std::vector<std::string> warnings;
  std::set<std::string> known;
  for (const SourceState& state : status.sources) {
    known.insert(state.source);
    if (state.failures > 0)
      warnings.push_back(fmt::format(
          "{}: {}{}", state.source, state.last_error,
          state.caught_up_at ? fmt::format(" (last caught up {})", ago(*state.caught_up_at, around.now))
                             : ""));
  }
  for (const std::string& name : around.configured_sources)
    if (known.count(name) == 0)
      warnings.push_back(fmt::format("{}: configured, but not asked yet; is nhsvaluesd running?", name));
  if (!status.gaps.empty())
    warnings.push_back(
        fmt::format("collection was incomplete in the last 30 days: {}", gaps_in_words(status.gaps)));
  return warnings;
}

std::string status_table(const store::StoreStatus& status, const StatusSurroundings& around,
                         const TimeZone& zone, const Terminal& terminal) {
  Table facts;
  facts.column("Database");
  facts.column(around.database);
  facts.row({"Posts", fmt::format("{} ({} today, {} in the last 7 days)", status.posts, status.posts_today,
                                  status.posts_last_7_days)});
  if (status.unclassified > 0)
    facts.row({"Unclassified", fmt::format("{} (another language, or no words)", status.unclassified)});
  if (status.undated > 0) facts.row({"Undated", fmt::format("{} (in no trend)", status.undated)});
  facts.row({"Newest post", status.newest_post_at ? zone.format(*status.newest_post_at) : "none yet"});
  facts.row({"Model", status.model.empty() ? "none used yet" : status.model});
  facts.row(
      {"Size", fmt::format("{}, schema {}", bytes_in_words(status.database_bytes), status.schema_version)});
  facts.row({"Version", around.program_version});
  std::string text = facts.text(terminal);

  if (!status.sources.empty()) {
    Table sources;
    sources.column("Source");
    sources.column("Topic");
    sources.column("State");
    for (const SourceState& state : status.sources)
      sources.row({state.source, state.topic.empty() ? "all" : "#" + state.topic,
                   source_in_words(state, around.now)});
    text += "\n" + sources.text(terminal);
  }
  const auto warnings = status_warnings(status, around);
  text += "\n";
  if (warnings.empty()) return text + "All is well.\n";
  for (const std::string& warning : warnings)
    for (const std::string& line : wrapped("! " + terminal_safe(warning), terminal.columns))
      text += line + "\n";
  return text;
}

std::string status_json(const store::StoreStatus& status, const StatusSurroundings& around) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.status/1").key("now").text(format_utc(around.now));
  json.key("version").text(around.program_version).key("database").text(around.database);
  json.key("database_bytes")
      .integer(status.database_bytes)
      .key("schema_version")
      .integer(status.schema_version);
  json.key("model").text(status.model).key("timezone").text(status.timezone);
  json.key("posts").integer(status.posts).key("posts_today").integer(status.posts_today);
  json.key("posts_last_7_days").integer(status.posts_last_7_days);
  json.key("unclassified").integer(status.unclassified).key("undated").integer(status.undated);
  write_time(json, "newest_post_at", status.newest_post_at);
  json.key("sources").begin_array();
  for (const SourceState& state : status.sources) write_source(json, state, around.now);
  json.end_array().key("gaps").begin_object().key("count").integer(
      static_cast<std::int64_t>(status.gaps.size()));
  json.key("hours_missed").number(hours_missed(status.gaps), 1).end_object();
  json.key("warnings").begin_array();
  for (const std::string& warning : status_warnings(status, around)) json.text(warning);
  json.end_array().end_object();
  return std::string{json.str()} + "\n";
}

}  // namespace nhs::report
