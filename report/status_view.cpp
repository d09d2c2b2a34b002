#include "report/status_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "core/json.h"
#include "report/coverage_text.h"
#include "report/json_time.h"
#include "report/recheck_text.h"
#include "report/masked_text.h"
#include "report/retention_view.h"
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

/// False for a source that was taken out of the configuration in force, or disabled.
bool is_watched(const SourceState& state, const StatusSurroundings& around) {
  const auto& configured = around.configured_sources;
  const WatchedSource* source = find_source(configured, state.source);
  return source != nullptr ? !source->disabled : configured.empty();
}

std::string why_not_watched(const SourceState& state, const StatusSurroundings& around) {
  const WatchedSource* source = find_source(around.configured_sources, state.source);
  return source != nullptr && source->disabled ? "disabled" : "no longer configured";
}

std::string act_in_words(const store::AuditRecord& act) {
  if (act.action == "label" && act.post) return fmt::format("labelled {}", *act.post);
  if (act.action == "undo_label" && act.post) return fmt::format("took back a label of {}", *act.post);
  if (act.action == "sample") return fmt::format("drew a random sample ({})", act.detail);
  if (act.action == "serve") return fmt::format("served a random sample ({})", act.detail);
  if (act.action == "judge") return fmt::format("judged {} of a sample", act.detail);
  if (act.action == "enable_source") return fmt::format("enabled the source {}", act.detail);
  if (act.action == "disable_source") return fmt::format("disabled the source {}", act.detail);
  // What a later version, or another table's change, wrote: its id says enough.
  std::string what = act.action;
  std::replace(what.begin(), what.end(), '_', ' ');
  if (act.post) what += fmt::format(" {}", *act.post);
  return act.detail.empty() ? what : fmt::format("{} ({})", what, act.detail);
}

/// "ana (1001) labelled 12, just now".
std::vector<std::string> audit_lines(const store::StoreStatus& status, UtcTime now) {
  std::vector<std::string> lines;
  for (const store::AuditRecord& each : status.audit)
    lines.push_back(fmt::format("{} {}, {}", each.person, act_in_words(each), ago(each.at, now)));
  return lines;
}

void write_audit(JsonWriter& json, const store::StoreStatus& status) {
  json.key("audit").begin_array();
  for (const store::AuditRecord& each : status.audit) {
    json.begin_object().key("person").text(each.person).key("action").text(each.action).key("ref");
    if (each.post)
      json.integer(*each.post);
    else
      json.null();
    json.key("detail").text(each.detail);
    write_time(json, "at", each.at);
    json.end_object();
  }
  json.end_array();
}

/// A warning for each source that is overdue; one for all of them when all are, for then it is not theirs.
std::vector<std::string> overdue_warnings(const std::vector<SourceState>& states,
                                          const StatusSurroundings& around) {
  std::map<std::string, std::optional<UtcTime>> overdue;
  for (const SourceState& state : states) {
    if (!is_watched(state, around)) continue;
    std::optional<UtcTime>& since = overdue[state.source];
    const auto due = overdue_since(state, find_source(around.configured_sources, state.source), around.now);
    if (due) since = since ? std::min(*since, *due) : *due;
  }
  std::vector<std::string> warnings;
  std::optional<UtcTime> last;
  for (const auto& [source, since] : overdue) {
    if (!since) continue;
    last = last ? std::max(*last, *since) : *since;
    warnings.push_back(
        fmt::format("{}: was due {}; is nhsvaluesd running?", source, ago(*since, around.now)));
  }
  if (warnings.size() > 1 && warnings.size() == overdue.size())
    return {fmt::format("all {} sources: were due {}; is nhsvaluesd running?", warnings.size(),
                        ago(*last, around.now))};
  return warnings;
}

/// What the servers said, and since when they say nothing else. Topics that fail for one reason are one line.
std::vector<std::string> failure_warnings(const std::vector<SourceState>& states,
                                          const StatusSurroundings& around) {
  std::vector<std::string> warnings;
  for (const SourceState& state : states) {
    if (!is_failing(state) || !is_watched(state, around)) continue;
    const WatchedSource* source = find_source(around.configured_sources, state.source);
    std::string warning = fmt::format("{}: {}", state.source, state.last_error);
    if (const auto since = source ? silent_since(*source, states, around.now) : std::nullopt)
      warning += fmt::format(" (silent: its last answer came {})", ago(*since, around.now));
    else if (state.caught_up_at)
      warning += fmt::format(" (last caught up {})", ago(*state.caught_up_at, around.now));
    if (std::find(warnings.begin(), warnings.end(), warning) == warnings.end())
      warnings.push_back(std::move(warning));
  }
  return warnings;
}

/// Sources that answer nothing and do not fail: they ask us to wait, again and again.
std::vector<std::string> silence_warnings(const std::vector<SourceState>& states,
                                          const StatusSurroundings& around) {
  std::vector<std::string> warnings;
  for (const WatchedSource& source : around.configured_sources) {
    const bool fails = std::any_of(states.begin(), states.end(), [&](const SourceState& state) {
      return state.source == source.name && is_failing(state);
    });
    const auto since = silent_since(source, states, around.now);
    if (since && !fails)
      warnings.push_back(
          fmt::format("{}: silent: its last answer came {}", source.name, ago(*since, around.now)));
  }
  return warnings;
}

std::vector<std::string> notices(const std::vector<SourceState>& states, const StatusSurroundings& around) {
  std::vector<std::string> lines;
  for (const SourceState& state : states) {
    if (state.notice.empty() || !is_watched(state, around)) continue;
    std::string line = fmt::format("{}: {}", state.source, state.notice);
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(std::move(line));
  }
  return lines;
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

/// That nobody collects anything, which no source can tell where none is watched.
std::vector<std::string> idle_warnings(const store::StoreStatus& status, const StatusSurroundings& around) {
  const auto& configured = around.configured_sources;
  const bool all_disabled =
      !configured.empty() &&
      std::all_of(configured.begin(), configured.end(), [](const auto& each) { return each.disabled; });
  if (!all_disabled && !(configured.empty() && status.sources.empty())) return {};
  const std::string newest = status.newest_post_at ? fmt::format("the newest post was written {}",
                                                                 ago(*status.newest_post_at, around.now))
                             : status.posts > 0    ? "no post has a date"
                                                   : "there is no post yet";
  return {fmt::format("nothing is collected: {}; {}",
                      all_disabled ? "every source is disabled" : "no source is configured", newest)};
}

/// What the table of sources leaves out to be narrower.
enum class Times : std::uint8_t { both, last_success, none };

/// The state as it fits a column: what the server said stands among the warnings, and times in their own
/// columns.
std::string state_cell(const SourceState& state, const StatusSurroundings& around, Times times) {
  if (!is_watched(state, around)) return why_not_watched(state, around);
  if (is_failing(state) && state.failures == 0) return "not asked";
  if (state.failures > 0)
    return fmt::format("failing ({} {})", state.failures, state.failures == 1 ? "try" : "tries");
  if (state.asked_to_wait_until && *state.asked_to_wait_until > around.now)
    return fmt::format("asked to wait{}", times == Times::both
                                              ? ""
                                              : " (" + ahead(*state.asked_to_wait_until, around.now) + ")");
  if (times != Times::none && state.caught_up_at && state.caught_up_at == state.last_success_at)
    return "caught up";
  return source_in_words(state, around.now);
}

Table sources_table(const std::vector<SourceState>& states, const StatusSurroundings& around, Times times) {
  Table table;
  table.column("Source");
  table.column("Topic");
  if (times != Times::none) table.column("Last success");
  if (times == Times::both) table.column("Next");
  table.column("State");
  for (const SourceState& state : states) {
    const bool watched = is_watched(state, around);
    std::vector<std::string> cells = {state.source, state.topic.empty() ? "all" : "#" + state.topic};
    if (times != Times::none)
      cells.push_back(state.last_success_at ? ago(*state.last_success_at, around.now) : "never");
    if (times == Times::both)
      cells.push_back(watched && state.next_poll_at ? ahead(*state.next_poll_at, around.now) : "-");
    cells.push_back(state_cell(state, around, times));
    table.row(std::move(cells));
  }
  return table;
}

std::vector<std::string> disabled_lines(const StatusSurroundings& around) {
  std::vector<std::string> lines;
  for (const WatchedSource& source : around.configured_sources)
    if (source.disabled)
      lines.push_back(fmt::format("{}: {}; `nhsvalues sources enable {}` has it asked again", source.name,
                                  disabled_in_words(*source.disabled, around.now), source.name));
  return lines;
}

/// A line for each source that uses up something.
std::vector<std::string> spending_lines(const store::StoreStatus& status, const StatusSurroundings& around) {
  std::vector<std::string> lines;
  for (const WatchedSource& source : around.configured_sources)
    if (source.caps)
      lines.push_back(fmt::format(
          "{} has used {}.", source.name,
          spending_in_words(spending_of(source.name, status.spending), *source.caps, around.now)));
  return lines;
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

/// `texts for 365 days; last purged 3 hours ago; 12 posts due`.
std::string retention_in_short(const StatusSurroundings& around) {
  const store::RetentionState& state = *around.retention;
  std::string text = fmt::format("texts for {} days", around.retention_rules.days);
  text += state.last_at ? fmt::format("; last purged {}", ago(*state.last_at, around.now)) : "; never purged yet";
  return text + (state.due > 0 ? fmt::format("; {} due", state.due) : "");
}

std::string concerns_in_short(const store::Safety& stored) {
  return stored.open_concerns == 0 ? "none open" : fmt::format("{} open", stored.open_concerns);
}

void write_retention(JsonWriter& json, const StatusSurroundings& around) {
  json.key("retention");
  if (!around.retention) {
    json.null();
    return;
  }
  const store::RetentionState& state = *around.retention;
  json.begin_object().key("text_days").integer(around.retention_rules.days);
  json.key("last_at");
  if (state.last_at)
    json.text(format_utc(*state.last_at));
  else
    json.null();
  json.key("due").integer(state.due).key("unfinished").boolean(state.unfinished).end_object();
}

}  // namespace

std::vector<std::string> status_warnings(const store::StoreStatus& status, const StatusSurroundings& around) {
  std::vector<std::string> warnings;
  const auto add = [&warnings](std::vector<std::string> more) {
    std::move(more.begin(), more.end(), std::back_inserter(warnings));
  };
  if (around.safety) add(safety_warnings(*around.safety, around.now));
  add(around.storage_trouble);
  add(around.alerts);
  add(idle_warnings(status, around));
  add(failure_warnings(status.sources, around));
  for (const WatchedSource& source : around.configured_sources)
    if (!source.disabled &&
        std::none_of(status.sources.begin(), status.sources.end(),
                     [&](const SourceState& state) { return state.source == source.name; }))
      warnings.push_back(fmt::format(
          "{}: configured, but not asked yet; {}", source.name,
          around.writer ? "does nhsvaluesd know it, or is it to be reloaded?" : "is nhsvaluesd running?"));
  add(overdue_warnings(status.sources, around));
  add(silence_warnings(status.sources, around));
  add(notices(status.sources, around));
  add(recheck_warnings(status, around.configured_sources, around.now));
  if (around.retention)
    if (std::string late = overdue_purge_warning(*around.retention, around.now); !late.empty())
      warnings.push_back(std::move(late));
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
  facts.row({"Posts", fmt::format("{} ({} today, {} in 7 days with today)", status.posts, status.posts_today,
                                  status.posts_last_7_days)});
  if (status.unclassified > 0)
    facts.row({"Unclassified", fmt::format("{} (another language, or no words)", status.unclassified)});
  if (status.labelled > 0)
    facts.row({"Labelled", fmt::format("{} (what people said counts, not the machine)", status.labelled)});
  if (status.set_aside > 0)
    facts.row({"Set aside", fmt::format("{} (by ignore rules; coverage says which)", status.set_aside)});
  if (status.undated > 0) facts.row({"Undated", fmt::format("{} (in no trend)", status.undated)});
  facts.row(
      {"Collecting", around.writer ? *around.writer + " is at work" : "not now: nhsvaluesd is not running"});
  facts.row({"Newest post", status.newest_post_at ? zone.format(*status.newest_post_at) : "none yet"});
  facts.row({"Model", status.model.empty() ? "none used yet" : status.model});
  if (status.of_other_models > 0)
    facts.row({"Older model", fmt::format("{} posts; {}", status.of_other_models,
                                          around.writer ? "they are judged anew, bit by bit"
                                                        : "`nhsvalues reclassify` judges them anew")});
  if (around.retention) facts.row({"Retention", retention_in_short(around)});
  if (around.safety) facts.row({"Concerns", concerns_in_short(around.safety->stored)});
  facts.row(
      {"Size", fmt::format("{}, schema {}", bytes_in_words(status.database_bytes), status.schema_version)});
  for (const std::string& each : around.kept_copies) facts.row({"Kept copy", each});
  facts.row({"Version", around.program_version});
  std::string text = facts.text(terminal);

  if (!status.sources.empty()) {
    Table sources = sources_table(status.sources, around, Times::both);
    for (const Times fewer : {Times::last_success, Times::none})
      if (terminal.interactive && sources.width() > terminal.columns)
        sources = sources_table(status.sources, around, fewer);
    text += "\n" + sources.text(terminal);
  }
  if (const auto lines = spending_lines(status, around); !lines.empty())
    text += "\n" + wrapped_lines(lines, terminal);
  if (status.masked_since)
    text +=
        "\n" + wrapped_lines({fmt::format("Masked in texts since {}: {}.", format_day(*status.masked_since),
                                          masked_in_words(status.masked))},
                             terminal);
  if (const auto lines = recheck_lines(status, around.configured_sources, around.now); !lines.empty())
    text += "\n" + wrapped_lines(lines, terminal);
  if (!around.accuracy.empty()) text += "\n" + wrapped_lines({around.accuracy}, terminal);
  if (const auto lines = disabled_lines(around); !lines.empty())
    text += "\n" + wrapped_lines(lines, terminal);
  if (const auto lines = audit_lines(status, around.now); !lines.empty())
    text += "\nLast changed by people\n" + wrapped_lines(lines, terminal);
  const auto warnings = status_warnings(status, around);
  text += "\n";
  if (warnings.empty()) return text + "All is well.\n";
  return text + wrapped_lines(warnings, terminal, "! ");
}

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
  json.key("kept_copies").begin_array();
  for (const std::string& each : around.kept_copies) json.text(each);
  json.end_array();
  write_retention(json, around);
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
  json.key("warnings").begin_array();
  for (const std::string& warning : status_warnings(status, around)) json.text(warning);
  json.end_array();
  write_masked(json, status);
  write_spendings(json, status, around);
  write_rechecks(json, status, around.now);
  if (around.safety) write_safety(json, *around.safety);
  write_audit(json, status);
  json.end_object();
  return std::string{json.str()} + "\n";
}

}  // namespace nhs::report
