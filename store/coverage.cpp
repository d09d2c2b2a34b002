#include "store/coverage.h"

#include <algorithm>
#include <map>
#include <utility>

#include "store/fetch_log.h"
#include "store/property_rollup.h"
#include "store/source_states.h"
#include "store/voices.h"

namespace nhs::store {
namespace {

using namespace std::chrono_literals;

/// The hours that begin in [from, to).
struct Hours {
  UtcTime from;
  UtcTime to;
};

Hours hours_of(const TimeZone& zone, const CoverageQuery& query) {
  const auto first_not_before = [](UtcTime moment) {
    return UtcTime{std::chrono::ceil<std::chrono::hours>(moment)};
  };
  return {first_not_before(zone.start_of(query.since)), first_not_before(zone.start_of(query.until))};
}

/// Sources by their number, so that each query adds its part.
using Sources = std::map<std::int64_t, SourceCoverage>;

Sources all_sources(Database& database) {
  Sources sources;
  Query rows = database.query(
      "SELECT id, name, (SELECT hour FROM fetch_log WHERE source_id = source.id ORDER BY hour LIMIT 1) FROM "
      "source");
  while (rows.next()) {
    SourceCoverage& source = sources[rows.integer(0)];
    source.source = rows.bytes(1);
    source.known_since = rows.maybe_time(2);
  }
  return sources;
}

void add_fetches(Database& database, const Hours& hours, SourceCoverage& source, std::int64_t source_id,
                 UtcTime now) {
  Query row = database.query(
      "SELECT coalesce(sum(asked), 0), coalesce(sum(answered), 0), coalesce(sum(throttled), 0), "
      "coalesce(sum(failed), 0), coalesce(sum(opted_out), 0), coalesce(sum(spent), 0), "
      "count(*) FILTER (WHERE answered > 0), count(*) FILTER (WHERE answered = 0 AND asked > 0), "
      "count(*) FILTER (WHERE asked > 0 AND hour < ?) FROM fetch_log WHERE source_id = ? AND hour >= ? "
      "AND hour < ?");
  const UtcTime running = hour_of(now);
  row.bind(running, source_id, hours.from, hours.to);
  row.next();
  source.fetches = {row.integer(0), row.integer(1), row.integer(2),
                    row.integer(3), row.integer(4), row.integer(5)};
  source.hours_answered = row.integer(6);
  source.hours_unanswered = row.integer(7);
  if (!source.known_since) return;
  const auto known = std::min(hours.to, running) - std::max(hours.from, *source.known_since);
  source.hours_missed = std::max<std::int64_t>(0, known / 1h - row.integer(8));
}

/// Counts who showed what: how often the same sources showed posts of one network.
class Showings {
 public:
  void add(std::int64_t network, const std::vector<std::int64_t>& sources, std::int64_t posts) {
    posts_[{network, sources}] += posts;
  }

  void add_to(Sources& sources) const {
    const std::map<std::int64_t, std::int64_t> home = home_networks();
    for (const auto& [showing, posts] : posts_) {
      const auto& [network, shown_by] = showing;
      const auto at_home = std::count_if(shown_by.begin(), shown_by.end(), [&, here = network](auto source) {
        return home.at(source) == here;
      });
      for (const std::int64_t source : shown_by) {
        sources[source].posts += posts;
        const auto others = at_home - (home.at(source) == network ? 1 : 0);
        if (others == 0) sources[source].posts_only_here += posts;
      }
    }
  }

 private:
  /// The network of most posts that a source showed; of several, the first known.
  std::map<std::int64_t, std::int64_t> home_networks() const {
    std::map<std::int64_t, std::map<std::int64_t, std::int64_t>> by_source;
    for (const auto& [showing, posts] : posts_)
      for (const std::int64_t source : showing.second) by_source[source][showing.first] += posts;
    std::map<std::int64_t, std::int64_t> home;
    for (const auto& [source, networks] : by_source)
      home[source] = std::max_element(networks.begin(), networks.end(), [](const auto& one, const auto& two) {
                       return one.second < two.second;
                     })->first;
    return home;
  }

  std::map<std::pair<std::int64_t, std::vector<std::int64_t>>, std::int64_t> posts_;
};

std::int64_t add_showings(Database& database, const CoverageQuery& query, Sources& sources) {
  Showings showings;
  std::int64_t posts = 0;
  for_each_member(database, Property::sources, query.since, query.until, [&](const DayCount& count) {
    const std::vector<std::int64_t> shown_by = sources_in(count.member);
    if (shown_by.empty()) return;
    showings.add(count.network_id, shown_by, count.posts());
    posts += count.posts();
  });
  showings.add_to(sources);
  return posts;
}

void add_by_source(Database& database, const Where& select, Sources& sources,
                   std::int64_t SourceCoverage::*member) {
  Query rows = database.query(select.sql);
  rows.bind(select.bound);
  while (rows.next()) sources[rows.integer(0)].*member = rows.integer(1);
}

std::vector<RuleCount> read_rule_counts(Database& database, const CoverageQuery& query) {
  std::vector<RuleCount> counts;
  Query rows = database.query(
      "SELECT name, count(*) FROM post JOIN ignore_rule ON ignore_rule.id = ignored_by WHERE ignored_by IS NOT "
      "NULL AND day >= ? AND day < ? GROUP BY ignored_by ORDER BY name");
  rows.bind(query.since, query.until);
  while (rows.next()) counts.push_back({rows.bytes(0), rows.integer(1)});
  return counts;
}

/// Hours in which a source was not asked tell something only where no source was: our own absence. Else it
/// was renamed or left behind.
bool has_something_to_tell(const SourceCoverage& source, bool somebody_asked) {
  return source.fetches.asked > 0 || source.posts > 0 || source.posts_set_aside > 0 ||
         (source.hours_missed > 0 && !somebody_asked);
}

Where by_source(const CoverageQuery& query, std::string_view condition) {
  Where where;
  where.also(condition);
  where.also("day >= ? AND day < ?", {std::int64_t{query.since.time_since_epoch().count()},
                                      std::int64_t{query.until.time_since_epoch().count()}});
  where.sql = "SELECT source_id, count(*) FROM post CROSS JOIN sighting ON post_id = post.id WHERE " +
              where.sql + " GROUP BY source_id";
  return where;
}

}  // namespace

double SourceCoverage::throttled_share() const {
  return fetches.asked == 0 ? 0.0
                            : static_cast<double>(fetches.throttled) / static_cast<double>(fetches.asked);
}

CoverageResult read_coverage(Database& database, const TimeZone& zone, const CoverageQuery& query) {
  CoverageResult result;
  result.timezone = zone.name();
  if (query.since >= query.until) return result;
  const Hours hours = hours_of(zone, query);
  Sources sources = all_sources(database);
  for (auto& [id, source] : sources) add_fetches(database, hours, source, id, query.now);
  result.posts = add_showings(database, query, sources);
  add_by_source(database, posts_set_aside_by_source(query), sources, &SourceCoverage::posts_set_aside);
  add_by_source(database, posts_not_quotable_by_source(query), sources, &SourceCoverage::posts_not_quotable);
  const bool somebody_asked = std::any_of(sources.begin(), sources.end(),
                                          [](const auto& each) { return each.second.fetches.asked > 0; });
  for (auto& [id, source] : sources)
    if (has_something_to_tell(source, somebody_asked)) result.sources.push_back(std::move(source));
  std::sort(result.sources.begin(), result.sources.end(),
            [](const auto& one, const auto& two) { return one.source < two.source; });
  result.gaps = read_gaps(database, zone.start_of(query.since), zone.start_of(query.until));
  result.set_aside = read_rule_counts(database, query);
  result.undated_set_aside =
      database.integer("SELECT count(*) FROM post WHERE ignored_by IS NOT NULL AND day IS NULL").value_or(0);
  result.posts_not_quotable =
      database
          .integer(
              "SELECT count(*) FROM post WHERE withdrawn_at IS NULL AND quotable = 0 AND day >= ? AND day < ?",
              query.since, query.until)
          .value_or(0);
  result.voices = read_voices(database, zone, query);
  return result;
}

Where posts_set_aside_by_source(const CoverageQuery& query) {
  return by_source(query, "ignored_by IS NOT NULL");
}

Where posts_not_quotable_by_source(const CoverageQuery& query) {
  return by_source(query, "withdrawn_at IS NULL AND quotable = 0");
}

}  // namespace nhs::store
