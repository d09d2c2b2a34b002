#include <algorithm>
#include <memory>

#include "cli/choice.h"
#include "cli/configuration_doubts.h"
#include "cli/configured_sources.h"
#include "cli/context.h"
#include "cli/key_at_hand.h"
#include "cli/network_names.h"
#include "collector/asked_topics.h"
#include "control/retention_rules.h"
#include "report/alerts_view.h"
#include "report/allowance_periods.h"
#include "report/judged_accuracy.h"
#include "report/status_check.h"
#include "report/status_view.h"
#include "store/disk_room.h"
#include "store/file_owner.h"

namespace nhs::cli {
namespace {

/// Of the messages of alerts, for those that could not be delivered.
constexpr std::int64_t kAlertsLooked = 200;

/// What the command looks at, whatever it is asked to show of it.
struct Looked {
  store::StoreStatus status;
  report::StatusSurroundings around;
  store::KeptAlerts alerts;
  TimeZone zone;
  std::optional<std::int64_t> free_bytes;
};

/// Without the rules whose cause stands among the warnings itself: what waits to be read, and sources that
/// are silent.
store::KeptAlerts without_told_otherwise(store::KeptAlerts alerts, const config::Config& config) {
  const auto is_told = [&](const store::AlertStanding& standing) {
    return std::any_of(config.alerts.begin(), config.alerts.end(), [&](const config::AlertRule& rule) {
      return rule.name == standing.rule &&
             (rule.kind == config::AlertKind::concern || rule.kind == config::AlertKind::stale_source);
    });
  };
  alerts.standings.erase(std::remove_if(alerts.standings.begin(), alerts.standings.end(), is_told),
                         alerts.standings.end());
  return alerts;
}

Result<Looked> look(const Context& context) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  report::StatusSurroundings around = status_surroundings(session->config, session->now);
  auto status = session->reader.status(session->now, report::allowance_periods(around.configured_sources));
  if (!status) return tl::unexpected(status.error());
  collector::leave_out_topics_not_asked(status->sources, session->config);
  mark_disabled(around.configured_sources, status->disabled);
  const auto judged = session->reader.judged_sample();
  if (!judged) return tl::unexpected(judged.error());
  if (!status->model.empty()) around.accuracy = report::accuracy_sentence(*judged, status->model);
  if (around.configuration) {
    for (const auto& [network, doubt] : unknown_in_retention(session->config))
      around.configuration->doubts.push_back(doubt);
    if (std::string doubt = doubt_about_zone(session->config, session->zone); !doubt.empty())
      around.configuration->doubts.push_back(std::move(doubt));
  }
  around.retention_rules = control::retention_rules(session->config);
  const auto retention = session->reader.retention_state(around.retention_rules, session->now);
  if (!retention) return tl::unexpected(retention.error());
  around.retention = *retention;
  const auto safety = session->reader.safety();
  if (!safety) return tl::unexpected(safety.error());
  around.safety = report::SafetyState{*safety, key_at_hand(session->config),
                                      store::why_read_only(session->config.database)};
  auto alerts = session->reader.alerts(kAlertsLooked);
  if (!alerts) return tl::unexpected(alerts.error());
  around.alerts = report::alert_warnings(without_told_otherwise(*alerts, session->config), session->now);
  std::optional<std::int64_t> free_bytes;
  if (const auto room = store::disk_room(session->config.database)) free_bytes = room->free_bytes;
  return Looked{*std::move(status), std::move(around), *std::move(alerts), session->zone, free_bytes};
}

Result<ExitStatus> show(const Context& context, const std::string& format) {
  const auto looked = look(context);
  if (!looked) return tl::unexpected(looked.error());
  if (format == "json")
    put(report::status_json(looked->status, looked->around));
  else
    put(report::status_table(looked->status, looked->around, looked->zone, context.terminal()));
  return ExitStatus::done;
}

/// Whatever is wrong stands in its one line, for what reads it shows nothing else.
Result<ExitStatus> check(const Context& context, const report::CheckLimits& limits) {
  const auto looked = look(context);
  const report::Checked checked =
      looked
          ? report::status_check({looked->status, looked->around, looked->alerts, looked->free_bytes}, limits)
          : report::unknown_check(looked.error().message);
  put(checked.line);
  return static_cast<ExitStatus>(checked.state);
}

}  // namespace

void add_status(Command app, Context& context) {
  auto format = std::make_shared<std::string>("table");
  Command command =
      app.add_subcommand("status", "How collection stands: sources, last success, gaps, posts, warnings");
  command.add_option("--format", *format, "How to show it")
      .transform(one_of("format", std::vector<std::string>{"table", "json"}))
      .capture_default_str();
  const auto limits = std::make_shared<report::CheckLimits>();
  const auto checking = std::make_shared<bool>(false);
  Option checks = command.add_flag(
      "--check", *checking,
      "One line for Nagios and the like; exit status 0 well, 1 warning, 2 critical, 3 unknown");
  const auto limit = [&](const char* name, std::optional<std::chrono::seconds>& time, const char* help) {
    command
        .add_option_function(
            name, [&time](const std::string& text) { time = parse_duration(text); }, help)
        .type_name("DURATION")
        .check({[](const std::string& text) {
          return parse_duration(text) ? std::string{}
                                      : text + " is no duration of at most 100 years; write 90s, 5m or 2h";
        }})
        .needs(checks);
  };
  limit("--warning", limits->warning,
        "With --check: warn when a source has not answered for so long; else after its silent_after");
  limit("--critical", limits->critical,
        "With --check: critical when one has not answered for so long; else when none answers");
  command.callback([&context, format, checking, limits] {
    context.result = *checking ? check(context, *limits) : show(context, *format);
  });
}

}  // namespace nhs::cli
