#include "report/coverage_view.h"

#include "cli/configured_sources.h"
#include "cli/context.h"

namespace nhs::cli {
namespace {

struct Options {
  std::string since = "7d";
  std::string until;
  std::string format = "table";
};

Result<Period> period_asked(const Options& options, LocalDay today) {
  const auto since = parse_period(options.since, today);
  if (!since) return since;
  Period period{"", since->from, today + std::chrono::days{1}};
  if (!options.until.empty()) {
    const auto until = parse_period(options.until, today);
    if (!until) return until;
    period.to = until->from;
  }
  if (period.from >= period.to)
    return fail(ExitStatus::usage, "--until must lie after --since: it is the first day that is left out");
  period.label = format_day(period.from) + " to " + format_day(period.to - std::chrono::days{1});
  return period;
}

Result<ExitStatus> run(const Context& context, const Options& options) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  const auto period = period_asked(options, session->today);
  if (!period) return tl::unexpected(period.error());
  const auto coverage = session->reader.coverage({period->from, period->to, session->now});
  if (!coverage) return tl::unexpected(coverage.error());
  const report::CoverageSurroundings around{*period, session->config.ignore,
                                            configured_sources(session->config, session->now)};
  if (options.format == "json")
    put(report::coverage_json(*coverage, around));
  else
    put(report::coverage_table(*coverage, around, session->zone, context.terminal()));
  return ExitStatus::done;
}

}  // namespace

void add_coverage(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("coverage", "What was asked, what answered, what was missed, and what was left out");
  command->add_option("--since", options->since, "First day: 7d, 2026-11-01, 2026-11, 2026-W46 …")
      ->type_name("T")
      ->capture_default_str();
  command->add_option("--until", options->until, "The day after the last; today is the last by default")
      ->type_name("T");
  command->add_option("--format", options->format, "How to show it")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  command->callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
