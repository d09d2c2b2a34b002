#include <algorithm>

#include "cli/context.h"
#include "cli/filter_options.h"
#include "report/trends_view.h"

namespace nhs::cli {
namespace {

/// How many periods are shown when no --since says.
constexpr int kPeriodsByDefault = 12;

struct Options {
  FilterOptions filters;
  std::string by = "week";
  std::string format = "table";
  bool count_authors = false;
};

/// The start of the period that lies so many before the one that holds the day.
LocalDay periods_before(LocalDay day, Bucket by, int periods) {
  LocalDay from = period_holding(day, by).from;
  for (int i = 0; i < periods; ++i) from = period_holding(from - std::chrono::days{1}, by).from;
  return from;
}

/// The twelve periods are how far back we look unasked; before the first post there is nothing to see.
LocalDay drop_time_before_first_post(store::TrendsResult& trends, LocalDay since) {
  const auto has_posts = [](const store::TrendRow& row) {
    return row.posts + row.classified + row.unclassified > 0;
  };
  const auto first = std::find_if(trends.rows.begin(), trends.rows.end(), has_posts);
  if (first == trends.rows.end()) return since;
  trends.rows.erase(trends.rows.begin(), first);
  return std::max(since, trends.rows.front().period.from);
}

Result<ExitStatus> run(const Context& context, const Options& options) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  auto filter = options.filters.filter(session->today);
  if (!filter) return tl::unexpected(filter.error());
  store::TrendsQuery query;
  query.filter = *std::move(filter);
  query.by = bucket_from_id(options.by).value();
  query.today = session->today;
  query.count_authors = options.count_authors;
  const LocalDay tomorrow = session->today + std::chrono::days{1};
  if (!query.filter.until) query.filter.until = tomorrow;
  const bool by_default = !query.filter.since;
  if (by_default)
    query.filter.since =
        periods_before(*query.filter.until - std::chrono::days{1}, query.by, kPeriodsByDefault - 1);
  if (*query.filter.since >= *query.filter.until)
    return fail(ExitStatus::usage, "--since lies in the future: nothing can have been said yet");
  auto trends = session->reader.trends(query);
  if (!trends) return tl::unexpected(trends.error());
  if (by_default) query.filter.since = drop_time_before_first_post(*trends, *query.filter.since);

  const report::TrendsAsked asked{*query.filter.since, *query.filter.until,    query.by,
                                  query.filter.values, query.filter.direction, options.filters.in_words()};
  if (options.format == "json")
    put(report::trends_json(*trends, asked));
  else if (options.format == "ndjson")
    put(report::trends_ndjson(*trends));
  else if (options.format == "csv")
    put(report::trends_csv(*trends));
  else if (options.format == "chart")
    put(report::trends_chart(*trends, asked, context.terminal()));
  else
    put(report::trends_table(*trends, asked, context.terminal()));
  return ExitStatus::done;
}

}  // namespace

void add_trends(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("trends", "Counts, shares with 95 % intervals, sentiment and direction over time");
  options->filters.add_to(*command);
  command->add_option("--by", options->by, "Length of a period")
      ->check(CLI::IsMember({"day", "week", "month", "quarter", "nhs-year"}))
      ->capture_default_str();
  command->add_option("--format", options->format, "How to show it")
      ->check(CLI::IsMember({"table", "chart", "json", "ndjson", "csv"}))
      ->capture_default_str();
  command->add_flag("--count-authors", options->count_authors,
                    "Count people and copies however many posts there are");
  command->callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
