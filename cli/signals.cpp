#include <algorithm>
#include <memory>
#include <utility>

#include "cli/answer_format.h"
#include "cli/busiest_authors.h"
#include "cli/choice.h"
#include "cli/context.h"
#include "cli/filter_options.h"
#include "cli/periods_asked.h"
#include "cli/unknown_names.h"
#include "report/signals_text.h"
#include "report/signals_view.h"

namespace nhs::cli {
namespace {

struct SignalsOptions {
  FilterOptions filters;
  std::string by = "week";
  std::string measure = "both";
  std::string format = "table";
  bool all = false;
};

std::vector<report::Measure> measures_of(const std::string& measure) {
  if (measure == "share") return {report::Measure::share};
  if (measure == "volume") return {report::Measure::volume};
  return {report::Measure::share, report::Measure::volume};
}

Result<ExitStatus> run(const Context& context, const SignalsOptions& options) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  auto filter = options.filters.filter(*session);
  if (!filter) return tl::unexpected(filter.error());
  store::TrendsQuery query;
  query.filter = *std::move(filter);
  query.by = bucket_from_id(options.by).value();
  query.today = session->today;
  // These choose charts, not posts: every direction of a value has its own.
  report::TrendsAsked asked;
  asked.values = std::exchange(query.filter.values, {});
  asked.direction = std::exchange(query.filter.direction, {});
  auto counted = count_for_chart(session->reader, query);
  if (!counted) return tl::unexpected(counted.error());
  asked.since = counted->since;
  asked.until = counted->until;
  asked.by = query.by;
  asked.filters = options.filters.in_words_by(query.by);
  asked.campaigns = campaigns_between(session->config.campaigns, asked.since, asked.until);
  const auto& rows = counted->trends.rows;
  const bool none = std::all_of(rows.begin(), rows.end(), [](const auto& row) { return row.posts == 0; });
  auto charts = report::control_charts(counted->trends, asked, measures_of(options.measure));
  report::SignalsFound found{std::move(counted->trends), std::move(asked), std::move(charts),
                             options.filters.arguments(), options.all};
  const bool earlier_too = options.all || (options.format != "table" && options.format != "chart");
  if (auto told = count_busiest_authors(
          session->reader, query, earlier_too ? std::nullopt : report::last_whole_row(found.trends), found);
      !told)
    return tl::unexpected(told.error());
  put_as(options.format, {{"json", [&] { return report::signals_json(found); }},
                          {"ndjson", [&] { return report::signals_ndjson(found); }},
                          {"csv", [&] { return report::signals_csv(found); }},
                          {"chart", [&] { return report::signals_chart(found, context.terminal()); }},
                          {"table", [&] { return report::signals_table(found, context.terminal()); }}});
  if (none)
    if (auto told = tell_unknown_names(context, *session, query.filter); !told)
      return tl::unexpected(told.error());
  return ExitStatus::done;
}

}  // namespace

void add_signals(Command app, Context& context) {
  auto options = std::make_shared<SignalsOptions>();
  Command command = app.add_subcommand("signals", "Which shifts are more than the usual ups and downs (XmR)");
  options->filters.add_to(command);
  add_bucket_option(command, options->by);
  command.add_option("--measure", options->measure, "Shares of posts, numbers of posts, or both")
      .transform(one_of("measure", {"share", "volume", "both"}))
      .capture_default_str();
  command.add_flag("--all", options->all,
                   "List earlier signals too, not only those of the last whole period");
  add_format_option(command, options->format, {"table", "chart", "json", "ndjson", "csv"});
  command.callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
