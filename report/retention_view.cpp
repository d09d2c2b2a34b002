#include "report/retention_view.h"

#include <fmt/format.h>

#include "core/counted.h"
#include "core/json.h"
#include "report/json_members.h"
#include "report/table.h"

namespace nhs::report {
namespace {

using Align = Table::Align;

/// What "overdue" is lenient by: a daemon that purges once a day is late by less.
constexpr std::chrono::hours kLateness{24};

/// `2026-11`.
std::string month_in_digits(LocalDay month) { return format_day(month).substr(0, 7); }

}  // namespace

std::string retention_rules_in_words(const store::RetentionRules& rules) {
  std::string text =
      fmt::format("Texts are kept for {} after their post was published", counted(rules.days, "day"));
  for (const auto& [network, days] : rules.networks)
    text += fmt::format(", those of {} for {}", network, counted(days, "day"));
  return text +
         ". Then text, author and address go for good; the day, the network and what was found in the post "
         "stay and go on counting.";
}

std::vector<std::string> retention_state_in_words(const store::RetentionState& state, const TimeZone& zone,
                                                  UtcTime now) {
  std::vector<std::string> lines;
  if (state.last_at && *state.last_at > now)
    lines.push_back(
        fmt::format("Purging last ran while the clock was ahead, at {} by it.", zone.format(*state.last_at)));
  else if (state.last_at)
    lines.push_back(fmt::format("Purging last ran {}.", zone.format(*state.last_at)));
  else
    lines.push_back("Nothing was ever purged here.");
  if (!state.next_at)
    lines.push_back(
        "nhsvaluesd purges by itself, once a day, from a day after its first start with these rules.");
  else if (*state.next_at > now)
    lines.push_back(fmt::format("nhsvaluesd purges next from {} on.", zone.format(*state.next_at)));
  if (state.due > 0)
    lines.push_back(fmt::format("{} due. `nhsvalues retention --apply` purges them now.",
                                state.due == 1 ? "1 post is" : fmt::format("{} posts are", state.due)));
  if (state.unfinished)
    lines.push_back(
        "Purged posts may still have traces in the database's files; the next purge removes these.");
  for (const auto& copy : state.copies)
    lines.push_back(
        fmt::format("A kept copy holds what is purged, and goes with the next purge: {}", copy.string()));
  if (const std::string late = overdue_purge_warning(state, now); !late.empty()) lines.push_back(late);
  return lines;
}

std::string doubtful_clock_in_words(UtcTime now) {
  return fmt::format(
      "the clock may be wrong: it says {}, more than {} days after purging was last noted here",
      format_utc(now), store::kCredibleRest / std::chrono::hours{24});
}

std::string overdue_purge_warning(const store::RetentionState& state, UtcTime now) {
  if (state.due > 0 && state.held_until)
    return fmt::format("{}; nothing is purged before {}, unless `nhsvalues retention --apply` does",
                       doubtful_clock_in_words(now), format_utc(*state.held_until));
  if (state.due == 0 || !state.next_at || *state.next_at + kLateness > now) return {};
  return fmt::format(
      "{} kept longer than retention allows: is nhsvaluesd running? `nhsvalues retention --apply` purges them",
      state.due == 1 ? "1 post is" : fmt::format("{} posts are", state.due));
}

std::string retention_table(const store::RetentionRules& rules, const store::RetentionOverview& overview,
                            const TimeZone& zone, UtcTime now, const Terminal& terminal) {
  std::string text = wrapped_lines({retention_rules_in_words(rules)}, terminal) + "\n";
  Table table;
  table.column("Network");
  table.column("Days", Align::right);
  table.column("With text", Align::right);
  table.column("Due now", Align::right);
  table.column("Without text", Align::right);
  for (const store::KeptOfNetwork& each : overview.networks)
    table.row({each.network, fmt::format("{}", each.days), fmt::format("{}", each.whole),
               fmt::format("{}", each.due), fmt::format("{}", each.purged)});
  if (!overview.networks.empty()) text += table.text(terminal) + "\n";
  return text + wrapped_lines(retention_state_in_words(overview.state, zone, now), terminal);
}

std::string due_months_table(const store::RetentionRules& rules, const store::RetentionOverview& overview,
                             const Terminal& terminal) {
  std::string text = wrapped_lines({retention_rules_in_words(rules)}, terminal) + "\n";
  if (overview.months.empty()) return text + "Nothing goes within 90 days.\n";
  Table table;
  table.column("Network");
  table.column("Published");
  table.column("Now", Align::right);
  table.column("In 7 days", Align::right);
  table.column("In 30 days", Align::right);
  table.column("In 90 days", Align::right);
  store::DueMonth all;
  for (const store::DueMonth& each : overview.months) {
    table.row({each.network, month_in_digits(each.month), fmt::format("{}", each.now),
               fmt::format("{}", each.within_7_days), fmt::format("{}", each.within_30_days),
               fmt::format("{}", each.within_90_days)});
    all.now += each.now;
    all.within_7_days += each.within_7_days;
    all.within_30_days += each.within_30_days;
    all.within_90_days += each.within_90_days;
  }
  table.row({"all", "", fmt::format("{}", all.now), fmt::format("{}", all.within_7_days),
             fmt::format("{}", all.within_30_days), fmt::format("{}", all.within_90_days)});
  text += table.text(terminal);
  std::vector<std::string> notes = {"Each column holds those before it. Nothing was changed."};
  for (const auto& copy : overview.state.copies)
    notes.push_back(
        fmt::format("With the first of them goes a kept copy, which holds them too: {}", copy.string()));
  return text + "\n" + wrapped_lines(notes, terminal);
}

std::string retention_json(const store::RetentionRules& rules, const store::RetentionOverview& overview) {
  const store::RetentionState& state = overview.state;
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.retention/1").key("text_days").integer(rules.days);
  json.key("days_of_networks").begin_object();
  for (const auto& [network, days] : rules.networks) json.key(network).integer(days);
  json.end_object();
  write_time(json, "last_at", state.last_at);
  write_time(json, "next_at", state.next_at);
  json.key("due").integer(state.due).key("unfinished").boolean(state.unfinished);
  json.key("kept_copies").begin_array();
  for (const auto& copy : state.copies) json.text(copy.string());
  json.end_array().key("networks").begin_array();
  for (const store::KeptOfNetwork& each : overview.networks)
    json.begin_object()
        .key("network")
        .text(each.network)
        .key("days")
        .integer(each.days)
        .key("with_text")
        .integer(each.whole)
        .key("due")
        .integer(each.due)
        .key("without_text")
        .integer(each.purged)
        .end_object();
  json.end_array().key("months").begin_array();
  for (const store::DueMonth& each : overview.months)
    json.begin_object()
        .key("network")
        .text(each.network)
        .key("month")
        .text(month_in_digits(each.month))
        .key("now")
        .integer(each.now)
        .key("within_7_days")
        .integer(each.within_7_days)
        .key("within_30_days")
        .integer(each.within_30_days)
        .key("within_90_days")
        .integer(each.within_90_days)
        .end_object();
  json.end_array().end_object();
  return std::string{json.str()} + "\n";
}

}  // namespace nhs::report
