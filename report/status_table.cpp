#include <fmt/format.h>

#include <algorithm>

#include "report/masked_text.h"
#include "report/recheck_text.h"
#include "report/retention_view.h"
#include "report/spending_text.h"
#include "report/status_words.h"
#include "report/table.h"

namespace nhs::report {
namespace {

std::string bytes_in_words(std::int64_t bytes) {
  if (bytes < 1024 * 1024) return fmt::format("{:.0f} KiB", static_cast<double>(bytes) / 1024);
  if (bytes < 1024LL * 1024 * 1024)
    return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / (1024 * 1024));
  return fmt::format("{:.2f} GiB", static_cast<double>(bytes) / (1024.0 * 1024 * 1024));
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

/// `texts for 365 days; purging last ran 3 hours ago; 12 posts due`.
std::string retention_in_short(const StatusSurroundings& around) {
  const store::RetentionState& state = *around.retention;
  std::string text = fmt::format("texts for {} days", around.retention_rules.days);
  if (!state.last_at)
    text += "; purging never ran yet";
  else if (*state.last_at > around.now)
    text += "; purging last ran while the clock was ahead";
  else
    text += fmt::format("; purging last ran {}", ago(*state.last_at, around.now));
  return text + (state.due > 0 ? fmt::format("; {} due", state.due) : "");
}

std::string concerns_in_short(const store::Safety& stored) {
  return stored.open_concerns == 0 ? "none open" : fmt::format("{} open", stored.open_concerns);
}

}  // namespace

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
    facts.row({"Set aside",
               fmt::format("{} (by ignore rules or objections; coverage says which)", status.set_aside)});
  if (status.undated > 0) facts.row({"Undated", fmt::format("{} (in no trend)", status.undated)});
  facts.row(
      {"Collecting", around.writer ? *around.writer + " is at work" : "not now: nhsvaluesd is not running"});
  facts.row({"Newest post", status.newest_post_at ? zone.format(*status.newest_post_at)
                            : status.undated > 0  ? "none has a date"
                                                  : "none yet"});
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
  if (around.configuration) facts.row({"Configuration", configuration_in_short(*around.configuration)});
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

}  // namespace nhs::report
