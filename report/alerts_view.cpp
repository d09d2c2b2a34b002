#include "report/alerts_view.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/json.h"
#include "report/json_members.h"
#include "report/source_health.h"
#include "report/table.h"

namespace nhs::report {
namespace {

using store::AlertEvent;
using store::AlertPhase;

/// Nothing can be done about what was given up, and a warning that never goes is not read.
constexpr std::chrono::hours kWarnedOf{24 * 7};

std::string_view said_of(AlertEvent event) {
  switch (event) {
    case AlertEvent::fired:
      return "fires";
    case AlertEvent::still:
      return "goes on";
    case AlertEvent::more:
      return "more of it";
    case AlertEvent::recovered:
      return "over";
    case AlertEvent::test:
      return "test";
    case AlertEvent::digest:
      return "digest";
  }
  return {};
}

/// "firing for 3 h (mastodon.social)".
std::string state_of(const ShownRule& rule, const AlertsShown& shown) {
  if (!rule.on) return "off";
  std::vector<std::string> states;
  for (const store::AlertStanding& each : shown.kept.standings) {
    if (each.rule != rule.name || each.phase == AlertPhase::quiet) continue;
    states.push_back(
        fmt::format("{} {}{}", each.phase == AlertPhase::firing ? "firing, since" : "pending, since",
                    ago(each.since, shown.now), each.subject.empty() ? "" : " (" + each.subject + ")"));
  }
  if (states.empty()) return shown.ever_looked && rule.looked_at ? "quiet" : "not looked at yet";
  return fmt::format("{}", fmt::join(states, "; "));
}

std::string delivery_in_words(const store::AlertDelivery& delivery, UtcTime now) {
  if (delivery.delivered_at)
    return fmt::format("{}: delivered {}", delivery.target, ago(*delivery.delivered_at, now));
  if (!delivery.next_at)
    return fmt::format("{}: given up after {} {}: {}", delivery.target, delivery.tries,
                       delivery.tries == 1 ? "try" : "tries", delivery.trouble);
  if (delivery.tries == 0) return fmt::format("{}: waits", delivery.target);
  return fmt::format("{}: waits, {} failed {}, tried again {}: {}", delivery.target, delivery.tries,
                     delivery.tries == 1 ? "try" : "tries", ahead(*delivery.next_at, now), delivery.trouble);
}

/// " and 44 more"; empty where all are listed, or nobody knows.
std::string and_more(const store::AlertMessage& message) {
  const std::int64_t more = message.posts_not_listed.value_or(0);
  return more > 0 ? fmt::format(" and {} more", more) : std::string{};
}

std::string message_line(const store::AlertMessage& message, const TimeZone& zone) {
  std::string line = fmt::format("{}, {}, {}: {}", zone.format(message.at), message.rule,
                                 said_of(message.event), message.title);
  if (!message.posts.empty())
    line += fmt::format(" (posts {}{})", fmt::join(message.posts, ", "), and_more(message));
  return line;
}

bool tells_of_again(const std::vector<store::AlertMessage>& messages) {
  return std::any_of(messages.begin(), messages.end(), [](const store::AlertMessage& each) {
    return each.event == AlertEvent::still || each.event == AlertEvent::more;
  });
}

void write_message(JsonWriter& json, const store::AlertMessage& message) {
  json.key("key").text(message.key).key("rule").text(message.rule).key("event").text(id_of(message.event));
  write_time(json, "at", message.at);
  json.key("title").text(message.title).key("text").text(message.text).key("posts").begin_array();
  for (const std::int64_t ref : message.posts) json.integer(ref);
  json.end_array().key("command").text(message.command);
}

void write_rule(JsonWriter& json, const ShownRule& rule) {
  json.key("rule").text(rule.name).key("kind").text(rule.kind).key("on").boolean(rule.on);
  json.key("manner").text(rule.manner).key("to").begin_array();
  for (const std::string& target : rule.to) json.text(target);
  json.end_array();
}

std::string targets_line(const AlertsShown& shown) {
  if (shown.targets.empty())
    return "No target is configured ([[notify]]): alerts stand here, in `nhsvalues status` and in the log of "
           "nhsvaluesd.";
  std::vector<std::string> names;
  for (const auto& [name, kind] : shown.targets) names.push_back(fmt::format("{} ({})", name, kind));
  return fmt::format("Told to: {}. {} {} on the way{}.", fmt::join(names, ", "), shown.kept.waiting,
                     shown.kept.waiting == 1 ? "message is" : "messages are",
                     shown.kept.given_up > 0 ? fmt::format(", {} given up", shown.kept.given_up) : "");
}

}  // namespace

std::vector<std::string> delivery_lines(const store::KeptAlert& alert, UtcTime now) {
  std::vector<std::string> lines;
  for (const store::AlertDelivery& each : alert.deliveries) lines.push_back(delivery_in_words(each, now));
  return lines;
}

std::int64_t messages_given_up(const store::KeptAlerts& kept, UtcTime now) {
  std::int64_t given_up = 0;
  for (const store::KeptAlert& each : kept.messages)
    if (now - each.message.at <= kWarnedOf)
      given_up += std::count_if(each.deliveries.begin(), each.deliveries.end(), [](const auto& delivery) {
        return !delivery.next_at && !delivery.delivered_at;
      });
  return given_up;
}

std::vector<std::string> alert_warnings(const store::KeptAlerts& kept, UtcTime now) {
  std::vector<std::string> warnings;
  for (const store::AlertStanding& each : kept.standings)
    if (each.phase == AlertPhase::firing)
      warnings.push_back(fmt::format("alert {}{} fires, since {}; see `nhsvalues alerts`", each.rule,
                                     each.subject.empty() ? "" : " (" + each.subject + ")",
                                     ago(each.since, now)));
  if (const std::int64_t given_up = messages_given_up(kept, now); given_up > 0)
    warnings.push_back(fmt::format("{} {} could not be delivered; see `nhsvalues alerts`", given_up,
                                   given_up == 1 ? "message" : "messages"));
  return warnings;
}

std::string alerts_table(const AlertsShown& shown, const TimeZone& zone, const Terminal& terminal) {
  Table table;
  table.column("Rule");
  table.column("Kind");
  table.column("State");
  for (const ShownRule& rule : shown.rules)
    table.row({terminal_safe(rule.name), rule.kind, terminal_safe(state_of(rule, shown))});
  std::string text = table.text(terminal) + "\n";
  if (!shown.daemon_runs)
    text += wrapped_lines(
        {"nhsvaluesd is not running: no rule is looked at now, and nobody is told of anything."}, terminal);
  text += wrapped_lines({targets_line(shown)}, terminal);
  if (shown.kept.messages.empty()) return text + "\nNothing was told in the last 90 days.\n";
  text += "\nLast told\n";
  for (const store::KeptAlert& each : shown.kept.messages) {
    text += wrapped_lines({message_line(each.message, zone)}, terminal);
    if (const auto lines = delivery_lines(each, shown.now); !lines.empty())
      text += wrapped_lines(lines, terminal, "- ");
  }
  return text;
}

std::string alerts_json(const AlertsShown& shown) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.alerts/1");
  write_time(json, "now", shown.now);
  json.key("daemon_runs").boolean(shown.daemon_runs).key("ever_looked").boolean(shown.ever_looked);
  json.key("rules").begin_array();
  for (const ShownRule& rule : shown.rules) {
    json.begin_object();
    write_rule(json, rule);
    json.key("looked_at").boolean(rule.looked_at).key("states").begin_array();
    for (const store::AlertStanding& each : shown.kept.standings) {
      if (each.rule != rule.name || each.phase == AlertPhase::quiet) continue;
      json.begin_object().key("subject").text(each.subject).key("phase").text(id_of(each.phase));
      write_time(json, "since", each.since);
      write_time(json, "told_at", each.told_at);
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().key("targets").begin_array();
  for (const auto& [name, kind] : shown.targets)
    json.begin_object().key("target").text(name).key("kind").text(kind).end_object();
  json.end_array().key("waiting").integer(shown.kept.waiting).key("given_up").integer(shown.kept.given_up);
  json.key("messages").begin_array();
  for (const store::KeptAlert& each : shown.kept.messages) {
    json.begin_object();
    write_message(json, each.message);
    json.key("deliveries").begin_array();
    for (const store::AlertDelivery& delivery : each.deliveries) {
      json.begin_object().key("target").text(delivery.target).key("tries").integer(delivery.tries);
      write_time(json, "next_at", delivery.next_at);
      write_time(json, "delivered_at", delivery.delivered_at);
      json.key("trouble").text(delivery.trouble).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return std::string{json.str()} + "\n";
}

std::string explained_table(const ExplainedRule& explained, const TimeZone& zone, const Terminal& terminal) {
  const auto fired = static_cast<std::size_t>(
      std::count_if(explained.messages.begin(), explained.messages.end(),
                    [](const store::AlertMessage& each) { return each.event == AlertEvent::fired; }));
  std::vector<std::string> head = {fmt::format("{} ({}){}.", explained.rule.name, explained.rule.kind,
                                               explained.rule.on ? "" : ", which is off"),
                                   fmt::format("It is told {}.", explained.rule.manner)};
  const std::string since = format_day(explained.since);
  if (fired > 0)
    head.push_back(fmt::format("Since {} it would have fired {}.", since,
                               fired == 1 ? "once" : fmt::format("{} times", fired)));
  else
    head.push_back(fmt::format("Since {} it would not have fired{}.", since,
                               explained.messages.empty()           ? ""
                               : tells_of_again(explained.messages) ? " anew, but been told of again"
                                                                    : " anew, but it was over"));
  if (!explained.limits.empty()) head.push_back(explained.limits);
  std::string text = wrapped_lines(head, terminal);
  if (!explained.messages.empty()) text += "\n";
  for (const store::AlertMessage& each : explained.messages)
    text += wrapped_lines({message_line(each, zone)}, terminal);
  return text;
}

std::string explained_json(const ExplainedRule& explained) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.alerts.explain/1");
  write_rule(json, explained.rule);
  json.key("since").text(format_day(explained.since)).key("limits").text(explained.limits);
  json.key("messages").begin_array();
  for (const store::AlertMessage& each : explained.messages) {
    json.begin_object();
    write_message(json, each);
    json.end_object();
  }
  json.end_array().end_object();
  return std::string{json.str()} + "\n";
}

}  // namespace nhs::report
