#include "cli/audience.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/choice.h"
#include "cli/periods_for_others.h"
#include "core/label.h"
#include "core/shown_text.h"
#include "store/day_counts.h"
#include "store/reader.h"

namespace nhs::cli {
namespace {

using report::Cell;

/// Why others may not ask this; empty when they may.
std::string refused_filter(const store::Filter& filter) {
  if (filter.query)
    return "--query, --saved and --fts are not for --audience public: words can single out one post. Narrow by "
           "--value, --sentiment, --kind, --group or --network instead";
  if (!filter.sources.empty())
    return "--source is not for --audience public: one source may show a few people only. Ask for its --network "
           "instead";
  if (filter.tag)
    return "--tag is not for --audience public: a hashtag can single out a few people. Narrow by --value, --kind "
           "or --group instead";
  if (filter.language)
    return "--language is not for --audience public: few people post in some languages. Leave it out";
  if (filter.once_per_author)
    return "--once-per-author is not for --audience public: beside the count of all posts it would tell how much "
           "one person posts. Leave it out";
  if (filter.direction)
    return "--direction is not for --audience public: with --value VALUE all its directions are told. Leave it "
           "out";
  const std::size_t asked = filter.values.size() + filter.networks.size() + filter.kinds.size() +
                            filter.groups.size() + (filter.sentiment ? 1 : 0);
  if (asked > 1)
    return "--audience public takes one of --value, --sentiment, --kind, --group and --network at a time, once: "
           "two of them would tell of few people. Ask for each by itself";
  return {};
}

report::Tally tally_of(const store::DayCounts& day) {
  report::Tally tally(Cell::of_network(day.networks.size()));
  tally[Cell::classified] = day.classified;
  tally[Cell::unclassified] = day.unclassified;
  for (const Sentiment sentiment : all_of<Sentiment>())
    tally[Cell::of(sentiment)] = day.sentiment.posts[index_of(sentiment)];
  for (const Value value : all_of<Value>())
    for (const Direction direction : all_of<Direction>()) {
      // A post bears on each value in one direction at most.
      const std::int64_t posts = day.values[index_of(value)][index_of(direction)];
      tally[Cell::of(value)] += posts;
      tally[Cell::of(value, direction)] = posts;
    }
  for (const Kind kind : all_of<Kind>()) tally[Cell::of(kind)] = day.kinds[index_of(kind)];
  for (const Group group : all_of<Group>()) tally[Cell::of(group)] = day.groups[index_of(group)];
  for (std::size_t place = 0; place < day.networks.size(); ++place)
    tally[Cell::of_network(place)] = day.networks[place];
  return tally;
}

/// Fails for a network that is asked for and that there is not: 0 would be the answer to a slip of the pen.
Result<void> check_networks(const std::vector<std::string>& names, const store::Filter& filter) {
  for (const std::string& asked : filter.networks) {
    if (std::find(names.begin(), names.end(), asked) != names.end()) continue;
    if (names.empty())
      return fail(ExitStatus::usage, fmt::format("--network {}: there are no posts yet", shown_text(asked)));
    const Error unknown = unknown_word("network", asked, {names.begin(), names.end()});
    return fail(ExitStatus::usage, "--network " + unknown.message);
  }
  return {};
}

struct NhsYearsCounted {
  std::vector<std::string> networks;
  report::DailyTallies tallies;
};

/// All that is to be considered of the NHS years around the window, whatever is asked for.
Result<NhsYearsCounted> count_nhs_years(const ReadingSession& session, const WindowForOthers& window) {
  NhsYearsCounted counted;
  report::DailyTallies& tallies = counted.tallies;
  tallies.first = period_holding(window.since, Bucket::nhs_year).from;
  const LocalDay end = std::min(period_holding(window.until - std::chrono::days{1}, Bucket::nhs_year).to,
                                session.today + std::chrono::days{1});
  auto by_day = store::count_days(session.config.database, tallies.first, end);
  if (!by_day) return tl::unexpected(by_day.error());
  counted.networks = std::move(by_day->networks);
  tallies.networks = counted.networks.size();
  tallies.settled = session.today - std::chrono::days{report::kDaysToSettle};
  tallies.groups_shown_from = session.config.groups_shown_from;
  for (const store::DayCounts& day : by_day->days) tallies.days.push_back(tally_of(day));
  return counted;
}

report::PublicAsked asked_of(const store::Filter& filter, const std::vector<std::string>& networks,
                             const std::string& filters, std::int64_t groups_shown_from) {
  report::PublicAsked asked;
  asked.filters = filters;
  asked.groups_shown_from = groups_shown_from;
  if (!filter.values.empty()) {
    asked.value = filter.values.front();
    asked.cell = Cell::of(*asked.value);
  }
  if (filter.sentiment) asked.cell = Cell::of(*filter.sentiment);
  if (!filter.kinds.empty()) asked.cell = Cell::of(filter.kinds.front());
  if (!filter.groups.empty()) {
    asked.cell = Cell::of(filter.groups.front());
    asked.about_group = true;
  }
  if (!filter.networks.empty()) {
    const auto place =
        std::find(networks.begin(), networks.end(), filter.networks.front()) - networks.begin();
    asked.cell = Cell::of_network(static_cast<std::size_t>(place));
  }
  return asked;
}

/// The periods of a length that touch the window and have ended; nothing when none has.
Result<std::optional<report::PublicTrends>> told_by(const ReadingSession& session,
                                                    const report::DailyTallies& tallies,
                                                    const WindowForOthers& window, Bucket by) {
  std::vector<Period> periods = periods_between(window.since, window.until, by);
  while (!periods.empty() && periods.back().to > tallies.settled) periods.pop_back();
  if (periods.empty()) return std::nullopt;
  store::TrendsQuery query;
  query.filter.since = periods.front().from;
  query.filter.until = periods.back().to;
  query.by = by;
  query.today = session.today;
  query.people = store::CountPeople::none;
  auto frame = session.reader.trends(query);
  if (!frame) return tl::unexpected(frame.error());
  return report::PublicTrends{*std::move(frame), report::public_tallies(tallies, periods, by)};
}

/// Longer periods where too much would be hidden, as long as they tell no less. told: to be filled in.
Result<void> choose_length(const ReadingSession& session, const report::DailyTallies& tallies,
                           const WindowForOthers& window, Bucket shortest, bool lengthen,
                           CountedForOthers& told) {
  for (const Bucket length : report::kToldToOthers) {
    if (length < shortest) continue;
    auto counted = told_by(session, tallies, window, length);
    if (!counted) return tl::unexpected(counted.error());
    if (!*counted) break;
    report::PublicTrends trends = **std::move(counted);
    if (window.since_by_default) drop_time_before_first_post(trends);
    if (length > shortest && !report::longer_tells_no_less(trends, told.trends, told.asked)) continue;
    told.trends = std::move(trends);
    told.asked.by = length;
    if (!lengthen || !report::mostly_hidden(told.trends, told.asked)) break;
  }
  return {};
}

}  // namespace

void add_audience_option(Command command, std::string& audience) {
  command.add_option("--audience", audience, "Who is to see it: for others small numbers are hidden")
      .transform(one_of("audience", std::vector<std::string>{"internal", "public"}))
      .capture_default_str();
}

Result<CountedForOthers> count_for_others(const ReadingSession& session, const store::Filter& filter,
                                          Bucket by, const std::string& filters, int periods, bool lengthen) {
  if (const std::string refused = refused_filter(filter); !refused.empty())
    return fail(ExitStatus::usage, refused);
  const Bucket shortest = by == Bucket::week ? report::kToldToOthers.front() : by;
  const auto window = window_for_others(filter, shortest, session.today, periods);
  if (!window) return tl::unexpected(window.error());
  auto years = count_nhs_years(session, *window);
  if (!years) return tl::unexpected(years.error());
  if (auto known = check_networks(years->networks, filter); !known) return tl::unexpected(known.error());
  CountedForOthers counted;
  counted.networks = std::move(years->networks);
  counted.asked = asked_of(filter, counted.networks, filters, session.config.groups_shown_from);
  counted.asked.asked_by = by;
  if (auto chosen = choose_length(session, years->tallies, *window, shortest, lengthen, counted); !chosen)
    return tl::unexpected(chosen.error());
  counted.asked.since = counted.trends.frame.rows.front().period.from;
  counted.asked.until = counted.trends.frame.rows.back().period.to;
  counted.asked.reaches_beyond = (filter.since && counted.asked.since < *filter.since) ||
                                 (filter.until && counted.asked.until > *filter.until);
  return counted;
}

void drop_time_before_first_post(report::PublicTrends& trends) {
  const auto has_posts = [](const store::TrendRow& row) { return row.classified + row.unclassified > 0; };
  const auto first = std::find_if(trends.frame.rows.begin(), trends.frame.rows.end(), has_posts);
  if (first == trends.frame.rows.end()) return;
  trends.rows.erase(trends.rows.begin(), trends.rows.begin() + (first - trends.frame.rows.begin()));
  trends.frame.rows.erase(trends.frame.rows.begin(), first);
}

}  // namespace nhs::cli
