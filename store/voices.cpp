#include "store/voices.h"

#include <algorithm>
#include <map>

#include "store/collection.h"

namespace nhs::store {
namespace {

std::int64_t number_of(LocalDay day) { return day.time_since_epoch().count(); }

std::optional<LocalDay> maybe_day(const Query& row, int column) {
  const auto number = row.maybe_integer(column);
  if (!number) return std::nullopt;
  return LocalDay{std::chrono::days{*number}};
}

Where in_time(const CoverageQuery& query) {
  Where where;
  where.also("withdrawn_at IS NULL AND day >= ? AND day < ?",
             {number_of(query.since), number_of(query.until)});
  return where;
}

void read_groups(Database& database, const CoverageQuery& query, Voices& voices) {
  const Where select = posts_about_groups(query);
  Query rows = database.query(select.sql);
  rows.bind(select.bound);
  while (rows.next()) voices.groups.at(static_cast<std::size_t>(rows.integer(0))) = rows.integer(1);
}

void read_languages(Database& database, const CoverageQuery& query, Voices& voices) {
  const Where select = posts_not_judged(query);
  Query rows = database.query(select.sql);
  rows.bind(select.bound);
  while (rows.next()) {
    if (rows.integer(0) == static_cast<std::int64_t>(Unclassified::language))
      voices.other_languages.push_back({rows.bytes(1), rows.integer(2), std::nullopt});
    else
      voices.no_words += rows.integer(2);
  }
  std::sort(voices.other_languages.begin(), voices.other_languages.end(), [](const auto& a, const auto& b) {
    return a.posts != b.posts ? a.posts > b.posts : a.name < b.name;
  });
}

void read_networks(Database& database, const CoverageQuery& query, Voices& voices) {
  Query rows = database.query(
      "SELECT name, (SELECT coalesce(sum(posts), 0) FROM rollup WHERE network_id = network.id AND day >= ? AND "
      "day < ?), (SELECT max(day) FROM rollup WHERE network_id = network.id AND posts > 0 AND day < ?) FROM "
      "network ORDER BY name");
  rows.bind(query.since, query.until, query.until);
  while (rows.next()) voices.networks.push_back({rows.bytes(0), rows.integer(1), maybe_day(rows, 2)});
}

void read_sources(Database& database, const TimeZone& zone, const CoverageQuery& query, Voices& voices) {
  Query rows = database.query(
      "SELECT name, (SELECT max(created_at) FROM sighting WHERE source_id = source.id AND created_at < ?) FROM "
      "source ORDER BY name");
  rows.bind(zone.start_of(query.until));
  while (rows.next()) {
    VoiceCount source{rows.bytes(0), 0, std::nullopt};
    if (const auto last = rows.maybe_time(1)) source.last_day = zone.day_of(*last);
    voices.sources.push_back(std::move(source));
  }
}

void read_days(Database& database, const TimeZone& zone, const CoverageQuery& query, Voices& voices) {
  const LocalDay until = std::min(query.until, zone.day_of(query.now));
  if (query.since >= until) return;
  std::map<std::int64_t, std::int64_t> posts;
  Query rows = database.query("SELECT day, sum(posts) FROM rollup WHERE day >= ? AND day < ? GROUP BY day");
  rows.bind(query.since, until);
  while (rows.next()) posts[rows.integer(0)] = rows.integer(1);
  const Collection watched =
      read_collection(database, zone, {}, zone.start_of(query.since), zone.start_of(until), std::nullopt);
  for (LocalDay day = query.since; day < until; day += std::chrono::days{1}) {
    CollectedDay each{day, 0, watched.of(zone.start_of(day), zone.start_of(day + std::chrono::days{1}))};
    if (const auto found = posts.find(number_of(day)); found != posts.end()) each.posts = found->second;
    if (each.posts > 0 && each.collected == Collected::none) each.collected = Collected::part;
    voices.days.push_back(each);
  }
}

}  // namespace

Voices read_voices(Database& database, const TimeZone& zone, const CoverageQuery& query) {
  Voices voices;
  voices.classified =
      database
          .integer("SELECT sum(posts) FROM rollup WHERE sentiment >= 0 AND day >= ? AND day < ?", query.since,
                   query.until)
          .value_or(0);
  read_groups(database, query, voices);
  read_languages(database, query, voices);
  read_networks(database, query, voices);
  read_sources(database, zone, query, voices);
  read_days(database, zone, query, voices);
  return voices;
}

Where posts_about_groups(const CoverageQuery& query) {
  Where where = in_time(query);
  // CROSS JOIN keeps SQLite from starting with the groups of all times.
  where.sql = "SELECT inclusion, count(*) FROM post CROSS JOIN post_group ON post_id = post.id WHERE " +
              where.sql + " GROUP BY inclusion";
  return where;
}

Where posts_not_judged(const CoverageQuery& query) {
  Where where = in_time(query);
  where.sql = "SELECT unclassified, language, count(*) FROM post WHERE " + where.sql +
              " AND sentiment IS NULL GROUP BY unclassified, language";
  return where;
}

}  // namespace nhs::store
