#include "report/sources_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/json.h"
#include "report/json_members.h"
#include "report/source_remarks.h"
#include "report/table.h"

namespace nhs::report {
namespace {

std::optional<UtcTime> newest_success(const std::vector<SourceState>& states) {
  std::optional<UtcTime> newest;
  for (const SourceState& state : states) newest = std::max(newest, state.last_success_at);
  return newest;
}

std::optional<UtcTime> soonest_poll(const std::vector<SourceState>& states) {
  std::optional<UtcTime> soonest;
  for (const SourceState& state : states)
    if (state.next_poll_at) soonest = soonest ? std::min(*soonest, *state.next_poll_at) : *state.next_poll_at;
  return soonest;
}

/// In a word or two, that of the topic which wants most attention; the reasons stand below the table.
std::string state_cell(const WatchedSource& watched, const std::vector<SourceState>& states, UtcTime now) {
  const auto any = [&states](const auto& holds) { return std::any_of(states.begin(), states.end(), holds); };
  if (watched.disabled) return "disabled";
  if (states.empty()) return "not asked yet";
  if (any([](const SourceState& state) {
        return state.failures > 0 && state.failure == FailureClass::needs_token;
      }))
    return "refused";
  if (silent_since(watched, states, now)) return "silent";
  if (any([](const SourceState& state) { return state.failures > 0; })) return "failing";
  if (any(is_failing)) return "not asked";
  if (any([&](const SourceState& state) { return overdue_since(state, &watched, now).has_value(); }))
    return "overdue";
  if (any([&](const SourceState& state) {
        return state.asked_to_wait_until && *state.asked_to_wait_until > now;
      }))
    return "asked to wait";
  if (any([](const SourceState& state) { return !state.caught_up_at || state.unread; })) return "catching up";
  return "working";
}

FetchCounts asked_of(const std::string& source, const store::CoverageResult& coverage) {
  for (const auto& one : coverage.sources)
    if (one.source == source) return one.fetches;
  return {};
}

/// Columns beside Source, State and Last answer, which are always there.
struct SourcesColumns {
  bool kind = true;
  bool asked = true;
  bool next = true;
};

Table table_of(const SourcesAccount& account, const StatusSurroundings& around,
               const SourcesColumns& columns) {
  Table table;
  table.column("Source");
  if (columns.kind) table.column("Kind");
  table.column("State");
  table.column("Last answer");
  if (columns.next) table.column("Next");
  if (columns.asked) table.column("Since yesterday");
  for (const WatchedSource& watched : around.configured_sources) {
    const auto states = states_of(watched.name, account.status.sources);
    const auto success = newest_success(states);
    const auto next = soonest_poll(states);
    const auto asked = asked_of(watched.name, account.since_yesterday).asked;
    std::vector<std::string> cells = {watched.name};
    if (columns.kind) cells.push_back(watched.kind);
    cells.push_back(state_cell(watched, states, around.now));
    cells.push_back(success ? ago(*success, around.now) : "never");
    if (columns.next) cells.push_back(next && !watched.disabled ? ahead(*next, around.now) : "-");
    if (columns.asked) cells.push_back(asked == 1 ? "asked once" : fmt::format("asked {} times", asked));
    table.row(std::move(cells));
  }
  return table;
}

std::string fitting_table(const SourcesAccount& account, const StatusSurroundings& around,
                          const Terminal& terminal) {
  Table table = table_of(account, around, {});
  for (const SourcesColumns& fewer : {SourcesColumns{false, true, true}, SourcesColumns{false, false, true},
                                      SourcesColumns{false, false, false}})
    if (terminal.interactive && table.width() > terminal.columns) table = table_of(account, around, fewer);
  return table.text(terminal);
}

void write_source(JsonWriter& json, const WatchedSource& watched, const SourcesAccount& account,
                  const StatusSurroundings& around, const TimeZone& zone) {
  const auto states = states_of(watched.name, account.status.sources);
  json.begin_object().key("source").text(watched.name).key("kind").text(watched.kind);
  json.key("state").text(state_cell(watched, states, around.now));
  write_time(json, "last_success_at", newest_success(states));
  write_time(json, "next_poll_at", soonest_poll(states));
  const FetchCounts fetches = asked_of(watched.name, account.since_yesterday);
  json.key("since_yesterday").begin_object().key("asked").integer(fetches.asked);
  json.key("answered").integer(fetches.answered).key("throttled").integer(fetches.throttled);
  json.key("failed").integer(fetches.failed).end_object();
  json.key("spending");
  if (watched.caps) {
    json.begin_object();
    write_spending(json, spending_of(watched.name, account.status.spending), *watched.caps, around.now);
    json.end_object();
  } else {
    json.null();
  }
  std::int64_t unreadable = 0;
  for (const auto& count : account.quarantine.counts)
    if (count.source == watched.name) unreadable = count.kept;
  json.key("unreadable").integer(unreadable).key("remarks").begin_array();
  for (const std::string& remark : source_remarks(watched, account, around.now, zone)) json.text(remark);
  json.end_array().end_object();
}

}  // namespace

std::string sources_table(const SourcesAccount& account, const StatusSurroundings& around,
                          const TimeZone& zone, const Terminal& terminal) {
  if (around.configured_sources.empty())
    return "No sources are configured; docs/sources.md shows how to add one.\n";
  std::string text = fitting_table(account, around, terminal);
  std::vector<std::string> remarks;
  if (!around.writer) remarks.emplace_back("Nothing is asked for now: nhsvaluesd is not running.");
  for (const WatchedSource& watched : around.configured_sources)
    for (const std::string& remark : source_remarks(watched, account, around.now, zone))
      remarks.push_back(fmt::format("{}: {}", watched.name, remark));
  return text + (remarks.empty() ? "" : "\n" + wrapped_lines(remarks, terminal));
}

std::string sources_json(const SourcesAccount& account, const StatusSurroundings& around,
                         const TimeZone& zone) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.sources/1").key("now").text(format_utc(around.now));
  json.key("sources").begin_array();
  for (const WatchedSource& watched : around.configured_sources)
    write_source(json, watched, account, around, zone);
  json.end_array().end_object();
  return std::string{json.str()} + "\n";
}

}  // namespace nhs::report
