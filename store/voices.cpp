#include "store/voices.h"

#include <algorithm>
#include <map>

#include "store/collection.h"
#include "store/property_rollup.h"

namespace nhs::store {
namespace {

std::int64_t number_of(LocalDay day) { return day.time_since_epoch().count(); }

std::optional<LocalDay> maybe_day(const Query& row, int column) {
  const auto number = row.maybe_integer(column);
  if (!number) return std::nullopt;
  return LocalDay{std::chrono::days{*number}};
}

void read_groups(Database& database, const CoverageQuery& query, Voices& voices) {
  for_each_member(database, Property::groups, query.since, query.until, [&](const DayCount& count) {
    for (const Group group : all_of<Group>())
      if (holds_group(count.member, group)) voices.groups[index_of(group)] += count.posts();
  });
}

void read_languages(Database& database, const CoverageQuery& query, Voices& voices) {
  std::map<std::string, std::int64_t> left_for_their_language;
  for_each_member(database, Property::language, query.since, query.until, [&](const DayCount& count) {
    if (is_without_words(count.member))
      voices.no_words += count.unclassified;
    else if (count.unclassified > 0)
      left_for_their_language[count.member] += count.unclassified;
  });
  for (const auto& [language, posts] : left_for_their_language)
    voices.other_languages.push_back({language, posts, std::nullopt});
  std::sort(voices.other_languages.begin(), voices.other_languages.end(), [](const auto& a, const auto& b) {
    return a.posts != b.posts ? a.posts > b.posts : a.name < b.name;
  });
}

/// What is counted of the time in all.
struct Totals {
  std::int64_t classified = 0;
  std::map<std::int64_t, std::int64_t> by_network;
  std::map<std::int64_t, std::int64_t> by_day;
};

Totals read_totals(Database& database, const CoverageQuery& query) {
  Totals totals;
  for_each_day(database, query.since, query.until, [&](const DayCount& count) {
    totals.classified += count.classified;
    totals.by_network[count.network_id] += count.posts();
    totals.by_day[count.day] += count.posts();
  });
  return totals;
}

void read_networks(Database& database, const CoverageQuery& query, const Totals& totals, Voices& voices) {
  Query rows = database.query(
      "SELECT id, name, (SELECT max(day) FROM rollup_day WHERE network_id = network.id AND day < ?) FROM network "
      "ORDER BY name");
  rows.bind(query.until);
  while (rows.next()) {
    const auto posts = totals.by_network.find(rows.integer(0));
    voices.networks.push_back(
        {rows.bytes(1), posts == totals.by_network.end() ? 0 : posts->second, maybe_day(rows, 2)});
  }
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

void read_days(Database& database, const TimeZone& zone, const CoverageQuery& query, const Totals& totals,
               Voices& voices) {
  const LocalDay until = std::min(query.until, zone.day_of(query.now));
  if (query.since >= until) return;
  const Collection watched =
      read_collection(database, zone, {}, zone.start_of(query.since), zone.start_of(until), std::nullopt);
  for (LocalDay day = query.since; day < until; day += std::chrono::days{1}) {
    CollectedDay each{day, 0, watched.of(zone.start_of(day), zone.start_of(day + std::chrono::days{1}))};
    if (const auto found = totals.by_day.find(number_of(day)); found != totals.by_day.end())
      each.posts = found->second;
    if (each.posts > 0 && each.collected == Collected::none) each.collected = Collected::part;
    voices.days.push_back(each);
  }
}

}  // namespace

Voices read_voices(Database& database, const TimeZone& zone, const CoverageQuery& query) {
  Voices voices;
  const Totals totals = read_totals(database, query);
  voices.classified = totals.classified;
  read_groups(database, query, voices);
  read_languages(database, query, voices);
  read_networks(database, query, totals, voices);
  read_sources(database, zone, query, voices);
  read_days(database, zone, query, totals, voices);
  return voices;
}

}  // namespace nhs::store
