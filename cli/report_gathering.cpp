#include "cli/report_gathering.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "cli/busiest_authors.h"
#include "cli/configured_sources.h"
#include "cli/network_names.h"
#include "cli/period_count.h"
#include "cli/periods_asked.h"
#include "cli/progress.h"
#include "cli/report_period.h"
#include "cli/report_quotes.h"
#include "report/judged_accuracy.h"
#include "report/page/wording.h"
#include "report/posts_behind.h"
#include "report/signals_text.h"

namespace nhs::cli {
namespace {

using report::page::Part;

/// The question that all others are made from.
struct ReportQuestion {
  const ReadingSession& session;
  const Period& period;
  const store::Filter& filter;
  Bucket by;

  store::Filter within(const Period& time) const {
    store::Filter narrowed = filter;
    narrowed.since = time.from;
    narrowed.until = time.to;
    return narrowed;
  }
};

Result<report::SignalsFound> count_usual(const ReportQuestion& asked, const std::string& filters_in_words) {
  store::TrendsQuery query;
  query.filter = asked.filter;
  query.filter.since = std::nullopt;
  query.filter.until = asked.period.to;
  query.by = asked.by;
  query.today = asked.session.today;
  query.people = store::CountPeople::authors;
  auto counted = count_for_chart(asked.session.reader, query, asked.period.from);
  if (!counted) return tl::unexpected(counted.error());
  report::TrendsAsked words{counted->since, counted->until, query.by, {}, {}, filters_in_words};
  auto charts =
      report::control_charts(counted->trends, words, {report::Measure::share, report::Measure::volume});
  report::SignalsFound found{std::move(counted->trends), std::move(words), std::move(charts)};
  query.filter.since = counted->since;
  if (auto told =
          count_busiest_authors(asked.session.reader, query, report::last_whole_row(found.trends), found);
      !told)
    return tl::unexpected(told.error());
  return found;
}

/// Whether nothing was collected of that time, nor ever before: nobody watched yet. A gap is none of that.
Result<bool> lies_before_all(const ReportQuestion& asked, const report::ComparedPeriod& earlier) {
  if (earlier.counts.collected != store::Collected::none || earlier.counts.cannot_be_searched) return false;
  store::TrendsQuery query;
  query.filter.sources = asked.filter.sources;
  query.filter.since = LocalDay{};  // 1970, long before any network
  query.filter.until = earlier.counts.period.from;
  query.by = Bucket::nhs_year;
  query.today = asked.session.today;
  query.people = store::CountPeople::none;
  const auto before = asked.session.reader.trends(query);
  if (!before) return tl::unexpected(before.error());
  return std::all_of(before->rows.begin(), before->rows.end(),
                     [](const store::TrendRow& row) { return row.collected == store::Collected::none; });
}

Result<std::optional<report::Comparison>> compare(const ReportQuestion& asked,
                                                  const report::ComparedPeriod& now,
                                                  const report::SignalsFound& usual,
                                                  const std::string& filters_in_words) {
  auto then =
      count_period(asked.session, asked.filter, time_before(asked.period), store::CountPeople::authors);
  if (!then) return tl::unexpected(then.error());
  const auto is_first = lies_before_all(asked, *then);
  if (!is_first) return tl::unexpected(is_first.error());
  if (*is_first) return std::nullopt;
  auto shares = report::compare_shares(then->counts, now.counts, {{}, {}, !asked.filter.sentiment});
  report::Comparison comparison{*std::move(then),  now, usual.trends.timezone, filters_in_words,
                                std::move(shares), {},  asked.session.today};
  if (auto told = count_busiest_authors(asked.session, asked.filter, comparison); !told)
    return tl::unexpected(told.error());
  return comparison;
}

Result<std::vector<Part>> count_networks(const ReportQuestion& asked,
                                         const std::vector<store::VoiceCount>& networks) {
  std::vector<Part> parts;
  const auto& wanted = asked.filter.networks;
  for (const store::VoiceCount& network : networks) {
    if (network.posts == 0) continue;
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), network.name) == wanted.end()) continue;
    store::Filter narrowed = asked.filter;
    narrowed.networks = {network.name};
    auto counted = count_period(asked.session, narrowed, asked.period, store::CountPeople::none);
    if (!counted) return tl::unexpected(counted.error());
    if (counted->counts.classified > 0) parts.push_back({network.name, std::move(counted->counts)});
  }
  std::stable_sort(parts.begin(), parts.end(),
                   [](const auto& a, const auto& b) { return a.counts.classified > b.counts.classified; });
  return parts;
}

Result<std::vector<Part>> count_kinds(const ReportQuestion& asked) {
  std::vector<Part> parts;
  const auto& wanted = asked.filter.kinds;
  for (const Kind kind : all_of<Kind>()) {
    parts.push_back({std::string{id_of(kind)}, {}});
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), kind) == wanted.end()) continue;
    store::Filter narrowed = asked.filter;
    narrowed.kinds = {kind};
    auto counted = count_period(asked.session, narrowed, asked.period, store::CountPeople::none);
    if (!counted) return tl::unexpected(counted.error());
    parts.back().counts = std::move(counted->counts);
  }
  return parts;
}

/// The newest post on each value that says it was lived up to, and the newest that says it fell short.
Result<std::vector<store::StoredPost>> choose_posts(const ReportQuestion& asked) {
  const PostsToQuote to_quote{asked.session};
  std::vector<store::StoredPost> chosen;
  std::set<std::int64_t> seen;
  for (const Value value : all_of<Value>())
    for (const Direction direction : {Direction::upheld, Direction::breached}) {
      store::PostsQuery query;
      query.filter = asked.within(asked.period);
      query.filter.values = {value};
      query.filter.direction = direction;
      query.limit = 3;
      auto posts = to_quote.among(query);
      if (!posts) return tl::unexpected(posts.error());
      for (store::StoredPost& post : *posts)
        if (seen.insert(post.ref).second) {
          chosen.push_back(std::move(post));
          break;
        }
    }
  return chosen;
}

/// Before all others up to three of the posts behind the first signal that has any.
Result<void> put_first_behind_signal(const ReportQuestion& asked, report::page::PeriodReport& report) {
  constexpr std::size_t kBehindSignal = 3;
  const auto signals = report::page::signals_of_period(report);
  const auto first = std::find_if(signals.begin(), signals.end(), [&](const report::ToldSignal& told) {
    return !report::posts_behind(told, report.usual).empty();
  });
  if (first == signals.end() || !first->charts.front()->value) return {};
  const report::ControlChart& chart = *first->charts.front();
  store::PostsQuery query;
  query.filter = asked.within(report.rows[first->signals.front()->rows.back()].period);
  query.filter.values = {*chart.value};
  query.filter.direction = chart.direction;
  query.limit = 2 * kBehindSignal;  // some may not be quoted
  auto behind = PostsToQuote{asked.session}.among(query);
  if (!behind) return tl::unexpected(behind.error());
  behind->resize(std::min(behind->size(), kBehindSignal));
  std::erase_if(report.to_read, [&](const store::StoredPost& post) {
    return std::any_of(behind->begin(), behind->end(),
                       [&](const auto& each) { return each.ref == post.ref; });
  });
  report.behind_first_signal = behind->size();
  report.to_read.insert(report.to_read.begin(), std::make_move_iterator(behind->begin()),
                        std::make_move_iterator(behind->end()));
  return {};
}

/// None where only posts of other kinds are asked for: a question for pledges does not look at kinds.
Result<store::Pledges> read_pledges(const ReportQuestion& asked) {
  const std::vector<Kind>& kinds = asked.filter.kinds;
  if (!kinds.empty() && std::find(kinds.begin(), kinds.end(), Kind::pledge) == kinds.end())
    return store::Pledges{};
  store::PledgesQuery query;
  query.filter = asked.within(asked.period);
  query.makers = report::page::kPledgesListed;
  return asked.session.reader.pledges(query);
}

Result<report::page::Inside> count_inside(const ReportQuestion& asked, store::TrendRow counts) {
  const ReadingSession& session = asked.session;
  auto coverage = session.reader.coverage({asked.period.from, asked.period.to, session.now});
  if (!coverage) return tl::unexpected(coverage.error());
  auto networks = count_networks(asked, coverage->voices.networks);
  if (!networks) return tl::unexpected(networks.error());
  auto kinds = count_kinds(asked);
  if (!kinds) return tl::unexpected(kinds.error());
  auto pledges = read_pledges(asked);
  if (!pledges) return tl::unexpected(pledges.error());
  return report::page::Inside{
      std::move(counts),
      *std::move(networks),
      *std::move(kinds),
      *std::move(coverage),
      {asked.period, false, session.config.ignore, configured_sources(session.config, session.now)},
      *std::move(pledges)};
}

/// The period's numbers, with its kinds and networks.
report::page::ToldRow told_of(const report::page::Inside& inside) {
  report::page::ToldRow now = report::page::exact_row(inside.counts);
  for (const Kind kind : all_of<Kind>())
    now.numbers[report::Cell::of(kind)] =
        report::page::exactly(inside.kinds[index_of(kind)].counts.classified);
  for (const Part& network : inside.networks)
    now.numbers.push_back(report::page::exactly(network.counts.classified));
  return now;
}

}  // namespace

Result<report::page::PeriodReport> gather_report(const Context& context, const ReadingSession& session,
                                                 const Period& period, const store::Filter& filter,
                                                 const std::string& filters_in_words) {
  const ReportQuestion asked{session, period, filter, drawn_by(period)};
  Progress progress{context, "report"};
  progress.at(0, 3, [] { return "counting periods"; });
  auto usual = count_usual(asked, filters_in_words);
  if (!usual) return tl::unexpected(usual.error());
  auto now = count_period(asked.session, filter, period, store::CountPeople::authors_and_copies);
  if (!now) return tl::unexpected(now.error());
  auto against = compare(asked, *now, *usual, filters_in_words);
  if (!against) return tl::unexpected(against.error());
  progress.at(1, 3, [] { return "networks, kinds, coverage and pledges"; });
  auto inside = count_inside(asked, now->counts);
  if (!inside) return tl::unexpected(inside.error());
  progress.at(2, 3, [] { return "choosing posts"; });
  auto to_read = choose_posts(asked);
  if (!to_read) return tl::unexpected(to_read.error());
  const auto judged = session.reader.judged_sample();
  if (!judged) return tl::unexpected(judged.error());
  const auto brought =
      session.reader.brought_by_others(config::source_names(session.config), session.config.topics);
  if (!brought) return tl::unexpected(brought.error());

  report::page::PeriodReport report{session.zone};
  report.period = period;
  report.filters = filters_in_words;
  report.only = filter.sentiment;
  for (const store::TrendRow& row : usual->trends.rows) report.rows.push_back(report::page::exact_row(row));
  report.now = told_of(*inside);
  report.accuracy = report::accuracy_sentence(*judged, usual->trends.model);
  report.usual = *std::move(usual);
  report.against = *std::move(against);
  for (const Part& network : inside->networks) report.networks.push_back(network.name);
  report.from_files = networks_of_files(*brought);
  report.inside = *std::move(inside);
  report.gaps = std::move(now->gaps);
  report.campaigns =
      campaigns_between(session.config.campaigns,
                        report.rows.empty() ? period.from : report.rows.front().period.from, period.to);
  report.to_read = *std::move(to_read);
  if (auto put = put_first_behind_signal(asked, report); !put) return tl::unexpected(put.error());
  report.made_at = session.now;
  return report;
}

}  // namespace nhs::cli
