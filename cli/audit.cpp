#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>

#include "cli/answer_format.h"
#include "cli/context.h"
#include "report/audit_view.h"

namespace nhs::cli {
namespace {

struct AuditOptions {
  std::string since;
  std::string until;
  std::string person;
  std::vector<std::string> commands;
  std::int64_t limit = 50;
  std::optional<std::int64_t> before;
  std::string format = "table";
};

Result<std::optional<UtcTime>> moment(const ReadingSession& session, const std::string& time) {
  if (time.empty()) return std::nullopt;
  const auto period = parse_period(time, session.today);
  if (!period) return tl::unexpected(period.error());
  return session.zone.start_of(period->from);
}

Result<std::vector<std::string>> actions_of(const std::vector<std::string>& commands) {
  std::vector<std::string> all;
  for (const std::string& command : commands) {
    const auto actions = report::actions_of(command);
    if (actions.empty())
      return fail(ExitStatus::usage, fmt::format("--command {}: the audit knows no such command; it has {}",
                                                 command, fmt::join(report::audited_commands(), ", ")));
    all.insert(all.end(), actions.begin(), actions.end());
  }
  return all;
}

Result<store::AuditQuery> query_of(const ReadingSession& session, const AuditOptions& options) {
  const auto since = moment(session, options.since);
  if (!since) return tl::unexpected(since.error());
  const auto until = moment(session, options.until);
  if (!until) return tl::unexpected(until.error());
  if (*since && *until && **since >= **until)
    return fail(ExitStatus::usage, "--until must be later than --since, and is not included");
  auto actions = actions_of(options.commands);
  if (!actions) return tl::unexpected(actions.error());
  // One more than is shown tells whether there are more.
  return store::AuditQuery{.since = *since,
                           .until = *until,
                           .person = options.person,
                           .actions = *std::move(actions),
                           .below = options.before,
                           .limit = options.limit + 1};
}

Result<ExitStatus> run(const Context& context, const AuditOptions& options) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  const auto query = query_of(*session, options);
  if (!query) return tl::unexpected(query.error());
  auto records = session->reader.audit(*query);
  if (!records) return tl::unexpected(records.error());
  const bool more = static_cast<std::int64_t>(records->size()) > options.limit;
  if (more) records->pop_back();
  if (records->empty() && options.format == "table") {
    context.say("Nothing of this kind stands in the audit.");
    return ExitStatus::done;
  }
  put_as(options.format,
         {{"json", [&] { return report::audit_json(*records); }},
          {"ndjson", [&] { return report::audit_ndjson(*records); }},
          {"csv", [&] { return report::audit_csv(*records); }},
          {"table", [&] { return report::audit_table(*records, session->zone, context.terminal()); }}});
  if (more && !records->empty()) context.say(fmt::format("More: --before {}.", records->back().id));
  return ExitStatus::done;
}

}  // namespace

void add_audit(Command app, Context& context) {
  auto options = std::make_shared<AuditOptions>();
  Command command = app.add_subcommand(
      "audit", "Who changed something, took data out or looked behind a pseudonym, and when");
  command.add_option("--since", options->since, "From this day on: 7d, yesterday, 2026-11-01, 2026-11, ...")
      .type_name("TIME");
  command.add_option("--until", options->until, "Up to, and not including, this day").type_name("TIME");
  command.add_option("--by", options->person, "What this user did: a login, or its number").type_name("USER");
  command
      .add_option("--command", options->commands, "What was done by this command; may be given several times")
      .type_name("COMMAND");
  command.add_option("--limit", options->limit, "How many lines at the most")
      .between(1, 1'000'000)
      .capture_default_str();
  command.add_option("--before", options->before, "Go on before the line of this id").type_name("ID");
  add_format_option(command, options->format, {"table", "json", "ndjson", "csv"});
  command.callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
