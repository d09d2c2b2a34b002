#include "notify/observing.h"

#include <algorithm>
#include <limits>

#include "notify/readings.h"
#include "report/allowance_periods.h"
#include "report/chart_window.h"

namespace nhs::notify {
namespace {

using config::AlertKind;

/// A post about a group that is older than this when it comes is no news.
constexpr std::chrono::hours kNews{24 * 30};

Result<std::vector<std::int64_t>> newest(const store::Reader& reader, const store::Filter& filter) {
  store::PostsQuery query;
  query.filter = filter;
  query.limit = kPostsListed;
  const auto posts = reader.posts(query);
  if (!posts) return tl::unexpected(posts.error());
  std::vector<std::int64_t> refs;
  for (const store::StoredPost& post : *posts) refs.push_back(post.ref);
  return refs;
}

Result<std::vector<Observation>> look_for_spike(const config::AlertRule& rule, const store::Reader& reader,
                                                const Surroundings& around) {
  store::TrendsQuery query;
  query.by = Bucket::day;
  query.people = store::CountPeople::none;
  query.today = around.zone.day_of(around.now);
  // Of yesterday, too.
  query.filter.since = query.today - std::chrono::days{7 * kWeeksBack + 1};
  query.filter.until = query.today + std::chrono::days{1};
  const auto days = reader.trends(query);
  if (!days) return tl::unexpected(days.error());
  Observation seen = volume_spike(rule, days->rows);
  if (seen.reading == Reading::holds) {
    query.filter.since = query.today;
    auto refs = newest(reader, query.filter);
    if (!refs) return tl::unexpected(refs.error());
    seen.posts = *std::move(refs);
    seen.posts_in_all = days->rows.back().posts;
  }
  return std::vector{std::move(seen)};
}

Result<std::vector<Observation>> look_for_shifts(const config::AlertRule& rule, const store::Reader& reader,
                                                 const Surroundings& around) {
  store::TrendsQuery query;
  query.by = Bucket::week;
  query.people = store::CountPeople::none;
  query.today = around.zone.day_of(around.now);
  query.filter.until = query.today + std::chrono::days{1};
  query.filter.since = report::first_day_of_chart(*query.filter.until, query.today, query.by);
  const auto weeks = reader.trends(query);
  if (!weeks) return tl::unexpected(weeks.error());
  std::vector<Observation> all;
  for (ShiftSeen& each : shifts(rule, *weeks)) {
    if (each.seen.reading == Reading::holds) {
      store::Filter filter;
      filter.since = each.week->from;
      filter.until = each.week->to;
      filter.values = {each.shift.value};
      filter.direction = each.shift.direction;
      auto refs = newest(reader, filter);
      if (!refs) return tl::unexpected(refs.error());
      each.seen.posts = *std::move(refs);
    }
    all.push_back(std::move(each.seen));
  }
  return all;
}

Result<std::vector<Observation>> look_for_groups(const config::AlertRule& rule, const store::Reader& reader,
                                                 const Surroundings& around,
                                                 const std::vector<store::AlertStanding>& standings) {
  std::vector<Observation> all;
  for (const Group group : all_of<Group>()) {
    if (!rule.groups.empty() && std::find(rule.groups.begin(), rule.groups.end(), group) == rule.groups.end())
      continue;
    const auto known =
        std::find_if(standings.begin(), standings.end(), [&](const store::AlertStanding& each) {
          return each.rule == rule.name && each.subject == id_of(group);
        });
    const std::int64_t mark =
        known == standings.end() ? std::numeric_limits<std::int64_t>::max() : known->mark;
    const auto found = reader.new_about_group(group, mark, around.now - kNews);
    if (!found) return tl::unexpected(found.error());
    all.push_back(new_about_group(group, *found));
  }
  return all;
}

}  // namespace

std::chrono::seconds looked_at_every(AlertKind kind) {
  using namespace std::chrono_literals;
  switch (kind) {
    case AlertKind::share_shift:
    case AlertKind::direction_shift:
      return 1h;
    case AlertKind::volume_spike:
    // The store's whole account is read for these.
    case AlertKind::stale_source:
    case AlertKind::spend_forecast:
      return 5min;
    case AlertKind::concern:
    case AlertKind::disk_space:
    case AlertKind::inclusion_group:
      break;
  }
  return 1min;
}

Result<std::vector<Observation>> observe(const config::AlertRule& rule, const store::Reader& reader,
                                         const Surroundings& around,
                                         const std::vector<store::AlertStanding>& standings) {
  switch (rule.kind) {
    case AlertKind::volume_spike:
      return look_for_spike(rule, reader, around);
    case AlertKind::share_shift:
    case AlertKind::direction_shift:
      return look_for_shifts(rule, reader, around);
    case AlertKind::concern: {
      store::ConcernsQuery query;
      query.limit = kPostsListed;
      const auto concerns = reader.concerns(query);
      if (!concerns) return tl::unexpected(concerns.error());
      return std::vector{concern(*concerns, around.now)};
    }
    case AlertKind::disk_space:
      return std::vector{disk_space(rule, around.room)};
    case AlertKind::inclusion_group:
      return look_for_groups(rule, reader, around, standings);
    case AlertKind::stale_source:
    case AlertKind::spend_forecast:
      break;
  }
  const auto status = reader.status(around.now, report::allowance_periods(around.sources));
  if (!status) return tl::unexpected(status.error());
  if (rule.kind == AlertKind::stale_source)
    return stale_sources(rule, around.sources, status->sources, around.now);
  return spend_forecasts(rule, around.sources, status->spending, around.now);
}

}  // namespace nhs::notify
