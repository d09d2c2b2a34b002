#include "cli/configured_sources.h"
#include "cli/context.h"
#include "cli/key_at_hand.h"
#include "control/retention_rules.h"
#include "report/alerts_view.h"
#include "report/judged_accuracy.h"
#include "report/status_view.h"
#include "store/file_owner.h"

namespace nhs::cli {
namespace {

/// Of the messages of alerts, for those that could not be delivered.
constexpr std::int64_t kAlertsLooked = 200;

Result<ExitStatus> run(const Context& context, const std::string& format) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  report::StatusSurroundings around = status_surroundings(session->config, session->now);
  const auto status = session->reader.status(session->now, allowance_periods(around.configured_sources));
  if (!status) return tl::unexpected(status.error());
  mark_disabled(around.configured_sources, status->disabled);
  const auto judged = session->reader.judged_sample();
  if (!judged) return tl::unexpected(judged.error());
  if (!status->model.empty()) around.accuracy = report::accuracy_sentence(*judged, status->model);
  around.retention_rules = control::retention_rules(session->config);
  const auto retention = session->reader.retention_state(around.retention_rules, session->now);
  if (!retention) return tl::unexpected(retention.error());
  around.retention = *retention;
  const auto safety = session->reader.safety();
  if (!safety) return tl::unexpected(safety.error());
  around.safety = report::SafetyState{*safety, key_at_hand(session->config),
                                      store::why_read_only(session->config.database)};
  const auto alerts = session->reader.alerts(kAlertsLooked);
  if (!alerts) return tl::unexpected(alerts.error());
  around.alerts = report::alert_warnings(*alerts, session->now);
  if (format == "json")
    put(report::status_json(*status, around));
  else
    put(report::status_table(*status, around, session->zone, context.terminal()));
  return ExitStatus::done;
}

}  // namespace

void add_status(CLI::App& app, Context& context) {
  auto format = std::make_shared<std::string>("table");
  CLI::App* command =
      app.add_subcommand("status", "How collection stands: sources, last success, gaps, posts, warnings");
  command->add_option("--format", *format, "How to show it")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  command->callback([&context, format] { context.result = run(context, *format); });
}

}  // namespace nhs::cli
