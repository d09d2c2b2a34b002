#include "store/collection.h"

#include <algorithm>

#include "store/source_states.h"

namespace nhs::store {
namespace {

using namespace std::chrono_literals;

constexpr auto kSlack = 1h;

std::chrono::seconds overlap(const std::vector<TimeSpan>& spans, UtcTime from, UtcTime to) {
  std::chrono::seconds common{0};
  for (const TimeSpan& span : spans) {
    const auto length = std::min(span.to, to) - std::max(span.from, from);
    if (length > 0s) common += length;
  }
  return common;
}

struct Source {
  std::int64_t id = 0;
  std::string name;
  std::vector<SourceState> states;  ///< one a topic; none of an import
};

std::vector<Source> sources_named(Database& database, const std::vector<std::string>& names) {
  std::vector<Source> sources;
  std::vector<SourceState> states = read_source_states(database);
  Query rows = database.query("SELECT id, name FROM source ORDER BY id");
  while (rows.next()) {
    Source source{rows.integer(0), rows.bytes(1), {}};
    if (!names.empty() && std::find(names.begin(), names.end(), source.name) == names.end()) continue;
    for (const SourceState& state : states)
      if (state.source == source.name) source.states.push_back(state);
    sources.push_back(std::move(source));
  }
  return sources;
}

std::optional<UtcTime> moment(Database& database, const std::string& sql, std::int64_t source,
                              std::optional<UtcTime> limit = std::nullopt) {
  const auto found = limit ? database.integer(sql, source, *limit) : database.integer(sql, source);
  if (!found) return std::nullopt;
  return UtcTime{std::chrono::seconds{*found}};
}

std::optional<UtcTime> next_shown(Database& database, std::int64_t source, UtcTime from) {
  return moment(database, "SELECT min(created_at) FROM sighting WHERE source_id = ? AND created_at >= ?",
                source, from);
}

/// Since when a source has been read: asked, or shown posts of.
std::optional<UtcTime> beginning_of(Database& database, std::int64_t source) {
  const auto asked =
      moment(database, "SELECT min(hour) FROM fetch_log WHERE source_id = ? AND answered > 0", source);
  const auto shown =
      moment(database, "SELECT min(created_at) FROM sighting WHERE source_id = ? AND created_at IS NOT NULL",
             source);
  if (asked && shown) return std::min(*asked, *shown);
  return asked ? asked : shown;
}

/// To when posts of a topic have been read; nothing when none ever were.
std::optional<UtcTime> end_of(const SourceState& state) {
  if (state.unread || !state.caught_up_at) return state.last_success_at;
  return state.caught_up_at;
}

struct Reading {
  std::vector<TimeSpan> collected;
  std::vector<TimeSpan> lacking;
};

void add_watched(Database& database, const Source& source, Reading& reading) {
  const auto beginning = beginning_of(database, source.id);
  for (const SourceState& state : source.states) {
    std::vector<TimeSpan> unread;
    if (state.unread) unread.push_back(*state.unread);
    const auto end = end_of(state);
    if (end && beginning)
      for (const TimeSpan& span : without({{*beginning, *end}}, unread)) reading.collected.push_back(span);
    reading.lacking.insert(reading.lacking.end(), unread.begin(), unread.end());
    // Asked in vain ever since. One that is no longer asked is none that lacks.
    const auto tried_since = end ? end : state.failing_since;
    if (state.last_attempt_at && tried_since && *state.last_attempt_at > *tried_since + kSlack)
      reading.lacking.push_back({*tried_since, *state.last_attempt_at});
  }
}

/// A walk over the periods with imported posts: a search in an index for each.
void add_imported(Database& database, const TimeZone& zone, std::int64_t source, Bucket by, UtcTime from,
                  UtcTime to, std::vector<TimeSpan>& collected) {
  // A post says little of the months around its own: what is longer is collected as far as its months are.
  const Bucket vouched = std::min(by, Bucket::month);
  auto next = next_shown(database, source, from);
  while (next && *next < to) {
    const Period period = period_holding(zone.day_of(*next), vouched);
    collected.push_back({zone.start_of(period.from), zone.start_of(period.to)});
    next = next_shown(database, source, collected.back().to);
  }
}

/// One source's part. gaps: of all sources.
Reading reading_of(Database& database, const TimeZone& zone, const Source& source,
                   const std::vector<Gap>& gaps, UtcTime from, UtcTime to, std::optional<Bucket> imports) {
  Reading own;
  add_watched(database, source, own);
  const bool never_answered = own.collected.empty();
  if (never_answered && imports) add_imported(database, zone, source.id, *imports, from, to, own.collected);
  std::vector<TimeSpan> missed;
  for (const Gap& gap : gaps)
    if (gap.source == source.name) missed.push_back({gap.from, gap.to});
  own.collected = without(own.collected, missed);
  own.lacking.insert(own.lacking.end(), missed.begin(), missed.end());
  return own;
}

}  // namespace

Collection::Collection(std::vector<TimeSpan> collected, std::vector<TimeSpan> lacking)
    : collected_(merged(std::move(collected))), lacking_(merged(std::move(lacking))) {}

Collected Collection::of(UtcTime from, UtcTime to) const {
  const auto collected = overlap(collected_, from, to);
  if (collected == 0s) return Collected::none;
  const bool lacks = overlap(lacking_, from, to) > 0s || collected + kSlack < to - from;
  return lacks ? Collected::part : Collected::whole;
}

Collection read_collection(Database& database, const TimeZone& zone, const std::vector<std::string>& sources,
                           UtcTime from, UtcTime to, std::optional<Bucket> imports) {
  const std::vector<Gap> gaps = read_gaps(database, from, to);
  Reading all;
  for (const Source& source : sources_named(database, sources)) {
    const Reading own = reading_of(database, zone, source, gaps, from, to, imports);
    all.collected.insert(all.collected.end(), own.collected.begin(), own.collected.end());
    all.lacking.insert(all.lacking.end(), own.lacking.begin(), own.lacking.end());
  }
  return Collection{std::move(all.collected), std::move(all.lacking)};
}

std::vector<TimeSpan> merged(std::vector<TimeSpan> spans) {
  std::sort(spans.begin(), spans.end(), [](const TimeSpan& a, const TimeSpan& b) { return a.from < b.from; });
  std::vector<TimeSpan> apart;
  for (const TimeSpan& span : spans) {
    if (span.from >= span.to) continue;
    if (!apart.empty() && span.from <= apart.back().to)
      apart.back().to = std::max(apart.back().to, span.to);
    else
      apart.push_back(span);
  }
  return apart;
}

std::vector<TimeSpan> without(const std::vector<TimeSpan>& spans, const std::vector<TimeSpan>& others) {
  const std::vector<TimeSpan> holes = merged(others);
  std::vector<TimeSpan> left;
  for (const TimeSpan& span : merged(spans)) {
    UtcTime from = span.from;
    for (const TimeSpan& hole : holes) {
      if (hole.to <= from || hole.from >= span.to) continue;
      if (hole.from > from) left.push_back({from, hole.from});
      from = std::max(from, hole.to);
    }
    if (from < span.to) left.push_back({from, span.to});
  }
  return left;
}

}  // namespace nhs::store
