#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/answer_format.h"
#include "cli/changes.h"
#include "cli/choice.h"
#include "cli/configured_sources.h"
#include "cli/context.h"
#include "cli/outbox_delivery.h"
#include "notify/evaluation.h"
#include "notify/replay.h"
#include "report/alerts_view.h"
#include "store/disk_room.h"
#include "store/writer_lock.h"

namespace nhs::cli {
namespace {

using namespace std::chrono_literals;

struct AlertsOptions {
  std::int64_t limit = 20;
  std::string format = "table";
};

struct ExplainOptions {
  std::string rule;
  int days = 90;
  std::string format = "table";
};

report::ShownRule shown_rule(const config::AlertRule& rule, const config::Config& config) {
  report::ShownRule shown{
      rule.name, std::string{id_of(rule.kind)}, rule.on, {}, notify::targets_of(rule, config)};
  shown.manner =
      rule.after > 0s ? fmt::format("once it has held for {}", format_duration(rule.after)) : "at once";
  // New posts are told once each and are never over.
  const bool lasts = rule.kind != config::AlertKind::inclusion_group;
  if (lasts && rule.repeat_every > 0s)
    shown.manner += fmt::format(", again every {}", format_duration(rule.repeat_every));
  if (lasts && rule.on_recovery) shown.manner += ", and when it is over";
  if (rule.quiet_hours)
    shown.manner +=
        fmt::format("; not between {:02}:{:02} and {:02}:{:02}", rule.quiet_hours->from / 60,
                    rule.quiet_hours->from % 60, rule.quiet_hours->until / 60, rule.quiet_hours->until % 60);
  return shown;
}

/// Whether a message came of a rule, not of somebody's trial or of a digest.
bool is_of_rule(const store::KeptAlert& each) {
  return each.message.event != store::AlertEvent::test && each.message.event != store::AlertEvent::digest;
}

/// What is quiet leaves no trace. But nhsvaluesd, which looks at rules, leaves some of all that it does.
Result<bool> were_ever_looked_at(const ReadingSession& session, const store::KeptAlerts& kept) {
  if (!kept.standings.empty() || std::any_of(kept.messages.begin(), kept.messages.end(), is_of_rule))
    return true;
  const auto status = session.reader.status(session.now);
  if (!status) return tl::unexpected(status.error());
  return !status->sources.empty();
}

Result<ExitStatus> list(const Context& context, const AlertsOptions& options) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  auto kept = session->reader.alerts(options.limit);
  if (!kept) return tl::unexpected(kept.error());
  report::AlertsShown shown{{}, {}, *std::move(kept), session->now};
  const auto looked_at = store::looked_at_by_writer(session->config.database);
  for (const config::AlertRule& rule : session->config.alerts) {
    shown.rules.push_back(shown_rule(rule, session->config));
    shown.rules.back().looked_at = !looked_at || looked_at->count(rule.name) > 0;
  }
  for (const config::NotifyTarget& target : session->config.targets)
    shown.targets.emplace_back(target.name, std::string{id_of(target.kind)});
  const auto writer = store::current_writer(session->config.database);
  // A run of --once looks at rules, too, and delivers before it ends.
  shown.daemon_runs = writer && store::is_collector(*writer);
  if (!shown.daemon_runs) {
    const auto looked = were_ever_looked_at(*session, shown.kept);
    if (!looked) return tl::unexpected(looked.error());
    shown.ever_looked = *looked;
  }
  put(options.format == "json" ? report::alerts_json(shown)
                               : report::alerts_table(shown, session->zone, context.terminal()));
  return ExitStatus::done;
}

Result<ExitStatus> explain(const Context& context, const ExplainOptions& options) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  const auto& rules = session->config.alerts;
  const auto rule =
      std::find_if(rules.begin(), rules.end(), [&](const auto& each) { return each.name == options.rule; });
  if (rule == rules.end()) {
    std::vector<std::string> names;
    for (const config::AlertRule& each : rules) names.push_back(each.name);
    return fail(ExitStatus::usage,
                fmt::format("{}: there is no alert of this name{}; `nhsvalues alerts` lists them",
                            options.rule, did_you_mean(options.rule, names)));
  }
  notify::Surroundings around{
      session->now, session->zone, configured_sources(session->config, session->now), {}};
  if (const auto room = store::disk_room(session->config.database)) around.room = *room;
  auto told = notify::replay(*rule, session->reader, around, options.days);
  if (!told) return tl::unexpected(told.error());
  const report::ExplainedRule explained{shown_rule(*rule, session->config), told->since,
                                        std::move(told->messages), told->limits};
  put(options.format == "json" ? report::explained_json(explained)
                               : report::explained_table(explained, session->zone, context.terminal()));
  return ExitStatus::done;
}

/// Puts a message into the outbox and waits until each target was tried.
Result<ExitStatus> test(const Context& context, const std::string& target) {
  std::int64_t alert = 0;
  bool by_daemon = false;
  {
    auto changes = Changes::begin(context, "nhsvalues alerts");
    if (!changes) return tl::unexpected(changes.error());
    by_daemon = changes->by_daemon();
    const auto queued = changes->make(control::TestAlert{target});
    if (!queued) return tl::unexpected(queued.error());
    alert = queued->alert;
  }
  const auto standing = delivery_of(context, alert, by_daemon, Delivers::this_one, "nhsvalues alerts");
  if (!standing) return tl::unexpected(standing.error());
  bool all_arrived = true;
  for (const std::string& line : report::delivery_lines(*standing, SystemClock{}.now()))
    put(report::terminal_safe(line) + "\n");
  for (const store::AlertDelivery& each : standing->deliveries)
    all_arrived = all_arrived && each.delivered_at;
  return all_arrived ? ExitStatus::done : ExitStatus::check_failed;
}

void add_format(Command command, std::string& format) {
  add_format_option(command, format, {"table", "json"});
}

}  // namespace

void add_alerts(Command app, Context& context) {
  auto options = std::make_shared<AlertsOptions>();
  Command command = app.add_subcommand(
      "alerts", "Rules that tell somebody when something happens: their state, and what was told");
  command.add_option("--limit", options->limit, "How many of the last messages")
      .between(1, 100'000)
      .capture_default_str();
  add_format(command, options->format);
  command.require_subcommand(0, 1);
  command.callback([&context, options, command] {
    if (!command.subcommand_given()) context.result = list(context, *options);
  });

  Command listing = command.add_subcommand("list", "The same, as without a word");
  listing.callback([&context, options] { context.result = list(context, *options); });

  auto explained = std::make_shared<ExplainOptions>();
  Command explain_command =
      command.add_subcommand("explain", "Replays a rule over history: when it would have fired");
  explain_command.add_option("rule", explained->rule, "Its name, as `alerts` shows it")
      .type_name("RULE")
      .required();
  explain_command.add_option("--days", explained->days, "How far back")
      .between(1, 3660)
      .capture_default_str();
  add_format(explain_command, explained->format);
  explain_command.callback([&context, explained] { context.result = explain(context, *explained); });

  auto target = std::make_shared<std::string>();
  Command test_command = command.add_subcommand(
      "test",
      "Sends a message that is marked as a test through the real way; exit status 2 when one did not arrive");
  test_command.add_option("target", *target, "The name of a [[notify]]; without it all").type_name("TARGET");
  test_command.callback([&context, target] { context.result = test(context, *target); });
}

}  // namespace nhs::cli
