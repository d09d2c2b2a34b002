#include "cli/audience.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/label.h"
#include "core/shown_text.h"
#include "store/reader.h"

namespace nhs::cli {
namespace {

using report::Cell;
using std::chrono::days;

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

Result<void> check_begins_period(std::string_view option, LocalDay day, Bucket by) {
  const Period holding = period_holding(day, by);
  if (holding.from == day) return {};
  return fail(
      ExitStatus::usage,
      fmt::format("{}: {} is not the first day of a {}; --audience public tells whole periods only, so "
                  "that two outputs cannot be taken from each other. Write {} {}",
                  option, format_day(day), by == Bucket::nhs_year ? "NHS year" : id_of_bucket(by), option,
                  holding.label));
}

/// The days [since, until) that are asked for: whole periods that have ended, so many by default.
struct Window {
  LocalDay since;
  LocalDay until;
  bool since_by_default;
};

Result<Window> window_of(const store::Filter& filter, Bucket by, LocalDay settled, int periods) {
  if (by == Bucket::day)
    return fail(
        ExitStatus::usage,
        "--by day is not for --audience public: a day is too short to hide in. Use --by month, quarter or "
        "nhs-year");
  if (filter.since)
    if (auto checked = check_begins_period("--since", *filter.since, by); !checked)
      return tl::unexpected(checked.error());
  if (filter.until)
    if (auto checked = check_begins_period("--until", *filter.until, by); !checked)
      return tl::unexpected(checked.error());
  const LocalDay ended = period_holding(settled, by).from;
  const LocalDay until = filter.until ? std::min(*filter.until, ended) : ended;
  if (filter.since && *filter.since >= until)
    return fail(ExitStatus::usage,
                fmt::format("--since: no whole period has ended since {} ({} days are left for late posts); "
                            "--audience public tells no others",
                            format_day(*filter.since), report::kDaysToSettle));
  if (filter.since) return Window{*filter.since, until, false};
  LocalDay since = until;
  for (int i = 0; i < periods; ++i) since = period_holding(since - days{1}, by).from;
  return Window{since, until, true};
}

/// Asks for the same days again and again, narrowed to one thing at a time.
class DaysCounted {
 public:
  DaysCounted(const ReadingSession& session, report::DailyTallies& tallies, std::size_t cells)
      : session_(session), tallies_(tallies) {
    query_.by = Bucket::day;
    query_.today = session.today;
    query_.filter.since = tallies.first;
    query_.filter.until = tallies.first + days{tallies.days.size()};
    for (report::Tally& day : tallies.days) day.assign(cells, 0);
  }

  Result<void> all() {
    return count(query_.filter, [](const store::TrendRow& row, report::Tally& day) {
      day[Cell::classified] = row.classified;
      day[Cell::unclassified] = row.unclassified;
      for (const Sentiment sentiment : all_of<Sentiment>())
        day[Cell::of(sentiment)] = row.sentiment.posts[index_of(sentiment)];
      for (const Value value : all_of<Value>()) {
        day[Cell::of(value)] = row.values[index_of(value)].posts;
        for (const Direction direction : all_of<Direction>())
          day[Cell::of(value, direction)] = row.values[index_of(value)].directions[index_of(direction)];
      }
    });
  }
  Result<void> kind(Kind kind) {
    store::Filter filter = query_.filter;
    filter.kinds = {kind};
    return count_into(Cell::of(kind), filter);
  }
  Result<void> group(Group group) {
    store::Filter filter = query_.filter;
    filter.groups = {group};
    return count_into(Cell::of(group), filter);
  }
  Result<void> network(const std::string& name, std::size_t place) {
    store::Filter filter = query_.filter;
    filter.networks = {name};
    return count_into(Cell::of_network(place), filter);
  }

 private:
  Result<void> count_into(std::size_t cell, const store::Filter& filter) {
    return count(filter,
                 [cell](const store::TrendRow& row, report::Tally& day) { day[cell] = row.classified; });
  }
  template <typename Put>
  Result<void> count(const store::Filter& filter, const Put& put_into) {
    query_.filter = filter;
    const auto counted = session_.reader.trends(query_);
    if (!counted) return tl::unexpected(counted.error());
    for (std::size_t day = 0; day < counted->rows.size() && day < tallies_.days.size(); ++day)
      put_into(counted->rows[day], tallies_.days[day]);
    query_.filter = {};
    query_.filter.since = tallies_.first;
    query_.filter.until = tallies_.first + days{tallies_.days.size()};
    return {};
  }

  const ReadingSession& session_;
  report::DailyTallies& tallies_;
  store::TrendsQuery query_;
};

/// Fails for a network that is asked for and that there is not: 0 would be the answer to a slip of the pen.
Result<std::vector<std::string>> networks_of(const ReadingSession& session, const store::Filter& filter) {
  const auto coverage = session.reader.coverage({session.today, session.today + days{1}, session.now});
  if (!coverage) return tl::unexpected(coverage.error());
  std::vector<std::string> names;
  for (const store::VoiceCount& network : coverage->voices.networks) names.push_back(network.name);
  for (const std::string& asked : filter.networks) {
    if (std::find(names.begin(), names.end(), asked) != names.end()) continue;
    if (names.empty())
      return fail(ExitStatus::usage, fmt::format("--network {}: there are no posts yet", shown_text(asked)));
    const Error unknown = unknown_word("network", asked, {names.begin(), names.end()});
    return fail(ExitStatus::usage, "--network " + unknown.message);
  }
  return names;
}

/// All that is to be considered of the NHS years around the window, whatever is asked for.
Result<report::DailyTallies> count_days(const ReadingSession& session, const Window& window,
                                        const std::vector<std::string>& networks) {
  report::DailyTallies tallies;
  tallies.first = period_holding(window.since, Bucket::nhs_year).from;
  const LocalDay end =
      std::min(period_holding(window.until - days{1}, Bucket::nhs_year).to, session.today + days{1});
  tallies.days.resize(static_cast<std::size_t>((end - tallies.first).count()));
  tallies.networks = networks.size();
  tallies.settled = session.today - days{report::kDaysToSettle};
  tallies.groups_shown_from = session.config.groups_shown_from;
  DaysCounted counted{session, tallies, Cell::of_network(networks.size())};
  if (auto done = counted.all(); !done) return tl::unexpected(done.error());
  for (const Kind kind : all_of<Kind>())
    if (auto done = counted.kind(kind); !done) return tl::unexpected(done.error());
  for (std::size_t place = 0; place < networks.size(); ++place)
    if (auto done = counted.network(networks[place], place); !done) return tl::unexpected(done.error());
  for (const Group group : all_of<Group>())
    if (auto done = counted.group(group); !done) return tl::unexpected(done.error());
  return tallies;
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
                                                    const report::DailyTallies& tallies, const Window& window,
                                                    Bucket by) {
  std::vector<Period> periods = periods_between(window.since, window.until, by);
  while (!periods.empty() && periods.back().to > tallies.settled) periods.pop_back();
  if (periods.empty()) return std::nullopt;
  store::TrendsQuery query;
  query.filter.since = periods.front().from;
  query.filter.until = periods.back().to;
  query.by = by;
  query.today = session.today;
  auto frame = session.reader.trends(query);
  if (!frame) return tl::unexpected(frame.error());
  return report::PublicTrends{*std::move(frame), report::public_tallies(tallies, periods, by)};
}

/// Nobody posted at all: there is nothing to see.
void drop_time_before_first_post(report::PublicTrends& trends) {
  const auto has_posts = [](const store::TrendRow& row) { return row.classified + row.unclassified > 0; };
  const auto first = std::find_if(trends.frame.rows.begin(), trends.frame.rows.end(), has_posts);
  if (first == trends.frame.rows.end()) return;
  trends.rows.erase(trends.rows.begin(), trends.rows.begin() + (first - trends.frame.rows.begin()));
  trends.frame.rows.erase(trends.frame.rows.begin(), first);
}

}  // namespace

void add_audience_option(CLI::App& command, std::string& audience) {
  command.add_option("--audience", audience, "Who is to see it: for others small numbers are hidden")
      ->check(CLI::IsMember({"internal", "public"}))
      ->capture_default_str();
}

Result<CountedForOthers> count_for_others(const ReadingSession& session, const store::Filter& filter,
                                          Bucket by, const std::string& filters, int periods, bool lengthen) {
  if (std::string refused = refused_filter(filter); !refused.empty())
    return fail(ExitStatus::usage, std::move(refused));
  const Bucket shortest = by == Bucket::week ? report::kToldToOthers.front() : by;
  const auto window = window_of(filter, shortest, session.today - days{report::kDaysToSettle}, periods);
  if (!window) return tl::unexpected(window.error());
  const auto networks = networks_of(session, filter);
  if (!networks) return tl::unexpected(networks.error());
  const auto tallies = count_days(session, *window, *networks);
  if (!tallies) return tl::unexpected(tallies.error());
  CountedForOthers counted;
  counted.networks = *networks;
  counted.asked = asked_of(filter, *networks, filters, session.config.groups_shown_from);
  counted.asked.asked_by = by;
  for (const Bucket length : report::kToldToOthers) {
    if (length < shortest) continue;
    auto told = told_by(session, *tallies, *window, length);
    if (!told) return tl::unexpected(told.error());
    if (!*told) break;
    counted.trends = **std::move(told);
    if (window->since_by_default) drop_time_before_first_post(counted.trends);
    counted.asked.by = length;
    if (!lengthen || !report::mostly_hidden(counted.trends, counted.asked)) break;
  }
  counted.asked.since = counted.trends.frame.rows.front().period.from;
  counted.asked.until = counted.trends.frame.rows.back().period.to;
  return counted;
}

}  // namespace nhs::cli
