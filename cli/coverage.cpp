#include <memory>

#include "cli/answer_format.h"
#include "cli/configured_sources.h"
#include "cli/context.h"
#include "cli/periods_asked.h"
#include "cli/report_period.h"
#include "report/coverage_view.h"

namespace nhs::cli {
namespace {

struct CoverageOptions {
  std::string since = "7d";
  std::string until;
  std::string period;
  std::string format = "table";
};

Result<Period> period_asked(const CoverageOptions& options, LocalDay today) {
  if (!options.period.empty()) {
    auto asked = parse_report_period(options.period, today);
    if (!asked) return asked;
    Period period = days_so_far(*std::move(asked), today);
    period.label = format_day(period.from) + " to " + format_day(period.to - std::chrono::days{1});
    return period;
  }
  const auto since = parse_period(options.since, today);
  if (!since) return since;
  Period period{"", since->from, today + std::chrono::days{1}};
  if (options.until.empty()) {
    if (period.from > today)
      return fail(ExitStatus::usage, "--since lies in the future: nothing can have been collected yet");
  } else {
    const auto until = parse_period(options.until, today);
    if (!until) return until;
    period.to = until->from;
    if (period.from >= period.to)
      return tl::unexpected(ends_before_it_begins(options.since, options.until, period.from, *until));
  }
  period.label = format_day(period.from) + " to " + format_day(period.to - std::chrono::days{1});
  return period;
}

/// `7d` and `12w` are whole days before today; up to now there is what there is of today besides.
bool is_with_today(const CoverageOptions& options) {
  return options.period.empty() && options.until.empty() && !options.since.empty() &&
         (options.since.back() == 'd' || options.since.back() == 'w');
}

Result<ExitStatus> run(const Context& context, const CoverageOptions& options) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  const auto period = period_asked(options, session->today);
  if (!period) return tl::unexpected(period.error());
  const auto coverage = session->reader.coverage({period->from, period->to, session->now});
  if (!coverage) return tl::unexpected(coverage.error());
  const report::CoverageSurroundings around{
      *period, is_with_today(options), session->config.ignore,
      configured_sources(session->config, session->now),
      campaigns_between(session->config.campaigns, period->from, period->to)};
  put_as(options.format,
         {{"json", [&] { return report::coverage_json(*coverage, around); }},
          {"chart",
           [&] { return report::coverage_chart(*coverage, around, session->zone, context.terminal()); }},
          {"table",
           [&] { return report::coverage_table(*coverage, around, session->zone, context.terminal()); }}});
  return ExitStatus::done;
}

}  // namespace

void add_coverage(Command app, Context& context) {
  auto options = std::make_shared<CoverageOptions>();
  Command command = app.add_subcommand(
      "coverage", "What was asked, what answered, what was missed and left out, and who is written about");
  Option since = command
                     .add_option("--since", options->since,
                                 "First day: 7d (seven days and today), 2026-11-01, 2026-11, 2026-W46 …")
                     .type_name("T")
                     .capture_default_str();
  Option until =
      command.add_option("--until", options->until, "The day after the last; today is the last by default")
          .type_name("T");
  add_period_option(command, options->period).excludes(since).excludes(until);
  add_format_option(command, options->format, {"table", "chart", "json"});
  command.callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
