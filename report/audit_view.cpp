#include "report/audit_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/json.h"
#include "report/csv.h"
#include "report/json_members.h"
#include "report/table.h"

namespace nhs::report {
namespace {

using ActionAndCommand = std::pair<std::string_view, std::string_view>;

constexpr std::array kCommands = {
    ActionAndCommand{"label", "label"},
    ActionAndCommand{"undo_label", "label --undo"},
    ActionAndCommand{"sample", "label --sample"},
    ActionAndCommand{"serve", "label --sample"},
    ActionAndCommand{"judge", "label --sample"},
    ActionAndCommand{"enable_source", "sources enable"},
    ActionAndCommand{"disable_source", "sources disable"},
    ActionAndCommand{"follow_up", "pledges follow-up"},
    ActionAndCommand{"undo_follow_up", "pledges follow-up --undo"},
    ActionAndCommand{"restore", "restore"},
    ActionAndCommand{"repair", "doctor --repair"},
    ActionAndCommand{"acknowledge", "concerns acknowledge"},
    ActionAndCommand{"undo_acknowledge", "concerns acknowledge --undo"},
    ActionAndCommand{"consent", "consent"},
    ActionAndCommand{"withdraw_consent", "consent --withdraw"},
    ActionAndCommand{"access", "access"},
    ActionAndCommand{"forget", "forget"},
    ActionAndCommand{"object", "object"},
    ActionAndCommand{"withdraw_objection", "object --withdraw"},
    ActionAndCommand{"purge", "retention --apply"},
    ActionAndCommand{"rotate_key", "rotate-key"},
    ActionAndCommand{"lose_key", "rotate-key --lost"},
    ActionAndCommand{"import", "import"},
    ActionAndCommand{"import_done", "import"},
    ActionAndCommand{"reclassify", "reclassify"},
    ActionAndCommand{"export", "export"},
    ActionAndCommand{"export_done", "export"},
    ActionAndCommand{"reveal", "export --reveal"},
    ActionAndCommand{"reveal_done", "export --reveal"},
    ActionAndCommand{"open", "open"},
    ActionAndCommand{"backup", "backup"},
    ActionAndCommand{"test_alert", "alerts test"},
    ActionAndCommand{"send_digest", "digest --send"},
};

std::string_view first_word(std::string_view command) { return command.substr(0, command.find(' ')); }

/// Several actions of one command are told apart by what they begin with.
std::string_view step_of(std::string_view action) {
  if (action == "sample") return "drawn";
  if (action == "serve") return "served";
  if (action == "judge") return "judged";
  if (action == "export" || action == "reveal" || action == "import") return "begun";
  if (action == "export_done" || action == "reveal_done" || action == "import_done") return "done";
  return {};
}

/// "export (done), 412 posts: csv, to a file; posts from 2026-09-01".
std::string what(const store::AuditRecord& record) {
  std::string text = command_of(record.action);
  if (const auto step = step_of(record.action); !step.empty()) text += fmt::format(" ({})", step);
  if (record.post) text += fmt::format(" {}", *record.post);
  const std::string posts =
      record.posts ? fmt::format("{} {}", *record.posts, *record.posts == 1 ? "post" : "posts") : "";
  if (!posts.empty()) text += ", " + posts;
  const std::string filter = record.filter.empty() ? "" : "posts " + record.filter;
  const std::string detail = record.detail == posts ? "" : record.detail;
  const std::string between = detail.empty() || filter.empty() ? "" : "; ";
  if (const std::string rest = detail + between + filter; !rest.empty()) text += ": " + rest;
  return terminal_safe(text);
}

/// `2026-11-26 07:53`, as it was there.
std::string minute(UtcTime time, const TimeZone& zone) {
  const std::string full = zone.format(time);
  return format_day(zone.day_of(time)) + full.substr(full.rfind(' '));
}

void write_record(JsonWriter& json, const store::AuditRecord& record) {
  json.begin_object().key("id").integer(record.id).key("at").text(format_utc(record.at));
  json.key("person").text(record.person).key("command").text(command_of(record.action));
  json.key("action").text(record.action);
  write_integer(json, "ref", record.post);
  json.key("filter").text(record.filter);
  write_integer(json, "posts", record.posts);
  json.key("detail").text(record.detail).end_object();
}

std::string number_or_nothing(const std::optional<std::int64_t>& number) {
  return number ? fmt::format("{}", *number) : std::string{};
}

}  // namespace

std::string command_of(std::string_view action) {
  const auto known = std::find_if(kCommands.begin(), kCommands.end(),
                                  [&](const ActionAndCommand& each) { return each.first == action; });
  if (known != kCommands.end()) return std::string{known->second};
  std::string words{action};
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::vector<std::string> actions_of(std::string_view command) {
  std::vector<std::string> actions;
  for (const auto& [action, words] : kCommands)
    if (command == first_word(words) || command == words || command == action) actions.emplace_back(action);
  return actions;
}

std::vector<std::string> audited_commands() {
  std::vector<std::string> commands;
  for (const auto& [action, words] : kCommands) commands.emplace_back(first_word(words));
  std::sort(commands.begin(), commands.end());
  commands.erase(std::unique(commands.begin(), commands.end()), commands.end());
  return commands;
}

std::string audit_table(const std::vector<store::AuditRecord>& records, const TimeZone& zone,
                        const Terminal& terminal) {
  constexpr std::size_t kWhen = 16;
  constexpr std::size_t kGaps = 4;
  std::size_t who = 3;
  for (const store::AuditRecord& each : records) who = std::max(who, terminal_safe(each.person).size());
  const std::size_t taken = kWhen + who + kGaps;
  const std::size_t room =
      terminal.interactive && terminal.columns > taken + 30 ? terminal.columns - taken : 10'000;
  Table table;
  table.column("When");
  table.column("Who");
  table.column("What");
  for (const store::AuditRecord& each : records) {
    bool first = true;
    for (const std::string& line : wrapped(what(each), room)) {
      table.row({first ? minute(each.at, zone) : "", first ? terminal_safe(each.person) : "", line});
      first = false;
    }
  }
  return table.text(terminal);
}

std::string audit_json(const std::vector<store::AuditRecord>& records) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.audit/1").key("rows").begin_array();
  for (const store::AuditRecord& each : records) write_record(json, each);
  json.end_array().end_object();
  return std::string{json.str()} + "\n";
}

std::string audit_ndjson(const std::vector<store::AuditRecord>& records) {
  std::string lines;
  for (const store::AuditRecord& each : records) {
    JsonWriter json;
    write_record(json, each);
    lines.append(json.str()) += '\n';
  }
  return lines;
}

std::string audit_csv(const std::vector<store::AuditRecord>& records) {
  std::string csv = "id,at,person,command,action,ref,filter,posts,detail\r\n";
  for (const store::AuditRecord& each : records)
    csv += fmt::format("{},{},{},{},{},{},{},{},{}\r\n", each.id, format_utc(each.at), csv_cell(each.person),
                       csv_cell(command_of(each.action)), each.action, number_or_nothing(each.post),
                       csv_cell(each.filter), number_or_nothing(each.posts), csv_cell(each.detail));
  return csv;
}

}  // namespace nhs::report
