#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "cli/answer_format.h"
#include "cli/busiest_authors.h"
#include "cli/choice.h"
#include "cli/compare_campaign.h"
#include "cli/context.h"
#include "cli/filter_options.h"
#include "cli/period_count.h"
#include "cli/periods_asked.h"
#include "cli/report_period.h"
#include "cli/unknown_names.h"
#include "report/comparison.h"

namespace nhs::cli {
namespace {

struct CompareOptions {
  FilterOptions filters;
  std::string first;
  std::string second;
  bool about_campaign = false;
  std::string campaign;  ///< empty to list them
  std::string baseline = "before";
  std::string format = "table";
};

struct Counted {
  report::ComparedPeriod period;
  std::string timezone;
};

/// `FIRST..LAST` or `7d`, of any length.
Result<Counted> count_span(const ReadingSession& session, const std::string& text,
                           const store::Filter& filter) {
  const auto period = parse_report_period(text, session.today);
  if (!period) return tl::unexpected(period.error());
  auto counted = count_period(session, filter, *period);
  if (!counted) return tl::unexpected(counted.error());
  return Counted{*std::move(counted), session.zone.name()};
}

Result<Counted> count(const ReadingSession& session, const std::string& text, const store::Filter& filter) {
  if (text.find("..") != std::string::npos || is_length(text)) return count_span(session, text, filter);
  const auto period = parse_period(text, session.today);
  if (!period) return tl::unexpected(period.error());
  if (period->from > session.today)
    return fail(ExitStatus::usage,
                fmt::format("{} lies in the future: nothing can have been said yet", text));
  store::TrendsQuery query;
  query.filter = filter;
  query.filter.since = period->from;
  query.filter.until = period->to;
  query.by = length_of(*period);
  query.today = session.today;
  auto trends = session.reader.trends(query);
  if (!trends) return tl::unexpected(trends.error());
  store::TrendRow row = trends->rows.at(0);
  // `yesterday` is a day whose date says more; `2026/27-Q3` is what they call that quarter.
  if (query.by != Bucket::day) row.period.label = period->label;
  return Counted{{std::move(row), std::move(trends->gaps)}, std::move(trends->timezone)};
}

/// Posts of one day in two periods would count on both sides.
Result<void> lie_apart(const CompareOptions& options, const Period& a, const Period& b) {
  if (a.from == b.from && a.to == b.to)
    return fail(ExitStatus::usage,
                fmt::format("{} and {} are the same time; name two periods", options.first, options.second));
  const std::int64_t days = (std::min(a.to, b.to) - std::max(a.from, b.from)).count();
  if (days <= 0) return {};
  return fail(
      ExitStatus::usage,
      fmt::format("{} and {} have {} in common, whose posts would count on both sides; compare the part "
                  "with the rest, in periods that lie apart",
                  options.first, options.second, days == 1 ? "a day" : fmt::format("{} days", days)));
}

Result<ExitStatus> run_campaign(const Context& context, const CompareOptions& options) {
  if (!options.first.empty())
    return fail(ExitStatus::usage,
                fmt::format("--campaign says which two times are compared; leave {} out", options.first));
  if (options.campaign.empty()) return list_campaigns(context, options.format);
  const auto against =
      options.baseline == "before" ? report::CampaignBaseline::before : report::CampaignBaseline::year_before;
  return compare_campaign(context, options.filters, {options.campaign, against, options.format});
}

Result<ExitStatus> run(const Context& context, const CompareOptions& options) {
  if (options.about_campaign) return run_campaign(context, options);
  if (options.first.empty() || options.second.empty())
    return fail(
        ExitStatus::usage,
        "name two periods, as in compare 2026-W46 2026-W47, or a campaign, as in compare --campaign NAME");
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  auto filter = options.filters.filter(*session);
  if (!filter) return tl::unexpected(filter.error());
  // These choose the shares that are shown, not the posts.
  const report::SharesAsked asked{std::exchange(filter->values, {}), std::exchange(filter->direction, {}),
                                  !filter->sentiment};
  auto first = count(*session, options.first, *filter);
  if (!first) return tl::unexpected(first.error());
  auto second = count(*session, options.second, *filter);
  if (!second) return tl::unexpected(second.error());
  if (auto apart = lie_apart(options, first->period.counts.period, second->period.counts.period); !apart)
    return tl::unexpected(apart.error());
  const bool none = first->period.counts.posts == 0 && second->period.counts.posts == 0;
  auto shares = report::compare_shares(first->period.counts, second->period.counts, asked);
  report::Comparison comparison{std::move(first->period),
                                std::move(second->period),
                                std::move(first->timezone),
                                options.filters.in_words(),
                                std::move(shares),
                                options.filters.arguments(),
                                session->today};
  if (auto counted = count_busiest_authors(*session, *filter, comparison); !counted)
    return tl::unexpected(counted.error());
  put_as(options.format,
         {{"json", [&] { return report::comparison_json(comparison); }},
          {"ndjson", [&] { return report::comparison_ndjson(comparison); }},
          {"csv", [&] { return report::comparison_csv(comparison); }},
          {"chart", [&] { return report::comparison_chart(comparison, context.terminal()); }},
          {"table", [&] { return report::comparison_table(comparison, context.terminal()); }}});
  if (none)
    if (auto told = tell_unknown_names(context, *session, *filter); !told)
      return tl::unexpected(told.error());
  return ExitStatus::done;
}

}  // namespace

void add_compare(Command app, Context& context) {
  auto options = std::make_shared<CompareOptions>();
  Command command =
      app.add_subcommand("compare", "Two periods side by side, with the uncertainty of the difference");
  command
      .add_option(
          "first", options->first,
          "A period: 2026-11-01, 2026-W40, 2026-11, 2026-Q2, 2025/26, last-week, 7d, 2026-11-01..2026-11-15")
      .type_name("PERIOD");
  command.add_option("second", options->second, "Another one, apart from it").type_name("PERIOD");
  Option campaign =
      command
          .add_option("--campaign", options->campaign,
                      "In place of two periods: a [[campaign]] of the configuration, against a time as long "
                      "before it; without a name, lists them")
          .type_name("NAME")
          .expected(0, 1);
  command.add_option("--baseline", options->baseline, "What a campaign is held against")
      .transform(one_of("baseline", std::vector<std::string>{"before", "year-before"}))
      .capture_default_str()
      .needs(campaign);
  options->filters.add_to(command);
  // The two periods say when.
  for (const char* time : {"--since", "--until", "--period"}) command.remove_option(time);
  add_format_option(command, options->format, {"table", "chart", "json", "ndjson", "csv"});
  command.callback([&context, options, campaign] {
    options->about_campaign = campaign.count() > 0;
    context.result = run(context, *options);
  });
}

}  // namespace nhs::cli
