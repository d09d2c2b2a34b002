#include <algorithm>
#include <memory>

#include "cli/answer_format.h"
#include "cli/audience.h"
#include "cli/context.h"
#include "cli/filter_options.h"
#include "cli/periods_asked.h"
#include "cli/unknown_names.h"
#include "report/public_trends.h"
#include "report/trends_view.h"

namespace nhs::cli {
namespace {

struct TrendsOptions {
  FilterOptions filters;
  std::string by = "week";
  std::string format = "table";
  std::string audience = "internal";
  bool count_authors = false;
};

Result<ExitStatus> run_for_others(const Context& context, const ReadingSession& session,
                                  const store::Filter& filter, const TrendsOptions& options) {
  if (options.count_authors)
    return fail(ExitStatus::usage,
                "--count-authors is not for --audience public: people are not counted there. Leave it out");
  auto counted = count_for_others(session, filter, bucket_from_id(options.by).value(),
                                  options.filters.in_words(), kPeriodsByDefault);
  if (!counted) return tl::unexpected(counted.error());
  counted->asked.campaigns =
      public_campaigns_between(session.config.campaigns, counted->asked.since, counted->asked.until);
  put_as(options.format,
         {{"json", [&] { return report::public_trends_json(counted->trends, counted->asked); }},
          {"ndjson", [&] { return report::public_trends_ndjson(counted->trends, counted->asked); }},
          {"csv", [&] { return report::public_trends_csv(counted->trends, counted->asked); }},
          {"chart",
           [&] { return report::public_trends_chart(counted->trends, counted->asked, context.terminal()); }},
          {"table", [&] {
             return report::public_trends_table(counted->trends, counted->asked, context.terminal());
           }}});
  return ExitStatus::done;
}

Result<ExitStatus> run(const Context& context, const TrendsOptions& options) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  auto filter = options.filters.filter(*session);
  if (!filter) return tl::unexpected(filter.error());
  if (options.audience == "public") return run_for_others(context, *session, *filter, options);
  store::TrendsQuery query;
  query.filter = *std::move(filter);
  query.by = bucket_from_id(options.by).value();
  query.today = session->today;
  query.count_authors = options.count_authors;
  auto counted = count_periods(session->reader, query, kPeriodsByDefault);
  if (!counted) return tl::unexpected(counted.error());
  const store::TrendsResult& trends = counted->trends;
  const report::TrendsAsked asked{
      counted->since,
      counted->until,
      query.by,
      query.filter.values,
      query.filter.direction,
      options.filters.in_words_by(query.by),
      campaigns_between(session->config.campaigns, counted->since, counted->until),
      options.filters.base_in_words_by(query.by)};
  std::vector<std::string> unknown;
  if (std::all_of(trends.rows.begin(), trends.rows.end(), [](const auto& row) { return row.posts == 0; })) {
    auto found = unknown_names(*session, query.filter);
    if (!found) return tl::unexpected(found.error());
    unknown = *std::move(found);
  }
  const report::Terminal terminal = context.terminal();
  const auto reading = [&] {
    return report::wrapped_lines({report::trends_sentence(trends, asked)}, terminal);
  };
  // A page of zeros would hide that a name was misspelt.
  const bool drawn = unknown.empty();
  put_as(options.format,
         {{"json", [&] { return report::trends_json(trends, asked); }},
          {"ndjson", [&] { return report::trends_ndjson(trends); }},
          {"csv", [&] { return report::trends_csv(trends, asked.campaigns); }},
          {"chart", [&] { return drawn ? report::trends_chart(trends, asked, terminal) : reading(); }},
          {"table", [&] { return drawn ? report::trends_table(trends, asked, terminal) : reading(); }}});
  for (const std::string& each : unknown) context.complain(each);
  return ExitStatus::done;
}

}  // namespace

void add_trends(Command app, Context& context) {
  auto options = std::make_shared<TrendsOptions>();
  Command command =
      app.add_subcommand("trends", "Counts, shares with 95 % intervals, sentiment and direction over time");
  options->filters.add_to(command);
  add_bucket_option(command, options->by);
  add_format_option(command, options->format, {"table", "chart", "json", "ndjson", "csv"});
  add_audience_option(command, options->audience);
  command.add_flag("--count-authors", options->count_authors,
                   "Count people and copies however many posts there are");
  command.callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
