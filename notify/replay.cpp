#include "notify/replay.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <set>

#include "notify/evaluation.h"
#include "notify/readings.h"
#include "notify/standing.h"
#include "report/chart_window.h"

namespace nhs::notify {
namespace {

using config::AlertKind;
using std::chrono::days;

/// The states of a rule with everything that it watches, moved through the past.
class Course {
 public:
  Course(const config::AlertRule& rule, Replay& told) : rule_(rule), told_(told) {}

  void look(const Observation& seen, UtcTime now) {
    auto known = std::find_if(standings_.begin(), standings_.end(),
                              [&](const store::AlertStanding& each) { return each.subject == seen.subject; });
    if (known == standings_.end())
      known = standings_.insert(standings_.end(), {rule_.name, seen.subject, store::AlertPhase::quiet, now});
    const UtcTime since = known->since;
    Step step = advance(rule_, *known, seen, now, true);
    *known = std::move(step.standing);
    if (step.tell) told_.messages.push_back(message_of(rule_, seen, *step.tell, since, now));
  }

 private:
  const config::AlertRule& rule_;
  Replay& told_;
  std::vector<store::AlertStanding> standings_;
};

/// Counted up to today.
Result<store::TrendsResult> counted(const store::Reader& reader, LocalDay from, LocalDay today, Bucket by,
                                    const store::Filter& filter = {}) {
  store::TrendsQuery query;
  query.filter = filter;
  query.by = by;
  query.today = today;
  query.filter.since = period_holding(from, by).from;
  query.filter.until = today + days{1};
  return reader.trends(query);
}

/// A rule that is looked at with each of many periods at its end.
template <typename LookAt>
void walk(const store::TrendsResult& trends, LocalDay since, const Surroundings& around,
          const LookAt& look_at) {
  store::TrendsResult so_far = trends;
  so_far.rows.clear();
  for (const store::TrendRow& row : trends.rows) {
    so_far.rows.push_back(row);
    const UtcTime end = std::min(around.now, around.zone.start_of(row.period.to));
    if (row.period.to > since) look_at(so_far, end);
  }
}

Result<void> replay_spikes(const config::AlertRule& rule, const store::Reader& reader,
                           const Surroundings& around, Replay& told) {
  const LocalDay today = around.zone.day_of(around.now);
  const auto trends = counted(reader, told.since - days{7 * kWeeksBack + 1}, today, Bucket::day);
  if (!trends) return tl::unexpected(trends.error());
  Course course{rule, told};
  walk(*trends, told.since, around, [&](const store::TrendsResult& so_far, UtcTime end) {
    course.look(volume_spike(rule, so_far.rows), end);
  });
  return {};
}

Result<void> replay_shifts(const config::AlertRule& rule, const store::Reader& reader,
                           const Surroundings& around, Replay& told) {
  const LocalDay today = around.zone.day_of(around.now);
  const auto trends = counted(reader, told.since - days{7 * report::kPeriodsOfChart}, today, Bucket::week);
  if (!trends) return tl::unexpected(trends.error());
  Course course{rule, told};
  walk(*trends, told.since, around, [&](const store::TrendsResult& so_far, UtcTime end) {
    if (so_far.rows.back().partial) return;
    store::TrendsResult window = so_far;
    if (window.rows.size() > report::kPeriodsOfChart)
      window.rows.erase(window.rows.begin(), window.rows.end() - report::kPeriodsOfChart);
    for (const ShiftSeen& each : shifts(rule, window)) course.look(each.seen, end);
  });
  return {};
}

Result<void> replay_groups(const config::AlertRule& rule, const store::Reader& reader,
                           const Surroundings& around, Replay& told) {
  const LocalDay today = around.zone.day_of(around.now);
  Course course{rule, told};
  for (const Group group : all_of<Group>()) {
    if (!rule.groups.empty() && std::find(rule.groups.begin(), rule.groups.end(), group) == rule.groups.end())
      continue;
    store::Filter filter;
    filter.groups = {group};
    const auto trends = counted(reader, told.since, today, Bucket::day, filter);
    if (!trends) return tl::unexpected(trends.error());
    walk(*trends, told.since, around, [&](const store::TrendsResult& so_far, UtcTime end) {
      store::NewAboutGroup found;
      found.posts = so_far.rows.back().posts;
      course.look(new_about_group(group, found), end);
    });
  }
  return {};
}

/// By when each was raised, as far as it is still known: acknowledged ones count until they were.
Result<void> replay_concerns(const config::AlertRule& rule, const store::Reader& reader,
                             const Surroundings& around, Replay& told) {
  store::ConcernsQuery query;
  query.all = true;
  query.limit = std::numeric_limits<std::int32_t>::max();
  const auto all = reader.concerns(query);
  if (!all) return tl::unexpected(all.error());
  struct Change {
    UtcTime at;
    std::int64_t mark = 0;  ///< of the concern; 0 when one was acknowledged
    std::int64_t post = 0;
  };
  std::vector<Change> changes;
  for (const store::PostOfConcern& each : all->posts)
    for (const store::Concern& concern : each.concerns) {
      changes.push_back({concern.raised_at, concern.id, each.post.ref});
      if (concern.acknowledged) changes.push_back({concern.acknowledged->at, 0, each.post.ref});
    }
  std::stable_sort(changes.begin(), changes.end(),
                   [](const Change& a, const Change& b) { return a.at < b.at; });
  Course course{rule, told};
  std::int64_t mark = 0;
  // In the order in which they were raised, and where in it those of a post stand: each is found at once, for
  // years of concerns come and go.
  std::set<std::size_t> open;
  std::map<std::int64_t, std::vector<std::size_t>> of_post;
  for (std::size_t at = 0; at < changes.size(); ++at) {
    const Change& change = changes[at];
    mark = std::max(mark, change.mark);
    if (change.mark > 0) {
      open.insert(at);
      of_post[change.post].push_back(at);
    } else {
      for (const std::size_t raised : of_post[change.post]) open.erase(raised);
      of_post.erase(change.post);
    }
    if (at + 1 < changes.size() && changes[at + 1].at == change.at) continue;
    store::Concerns then;
    then.newest = mark;
    then.open = static_cast<std::int64_t>(open.size());
    if (!open.empty()) then.oldest_open = changes[*open.begin()].at;
    Observation seen = concern(then, change.at);
    for (auto each = open.begin(); each != open.end() && seen.posts.size() < kPostsListed; ++each)
      seen.posts.push_back(changes[*each].post);
    if (around.zone.day_of(change.at) >= told.since) course.look(seen, change.at);
  }
  return {};
}

/// By the hours in which a source answered.
Result<void> replay_staleness(const config::AlertRule& rule, const store::Reader& reader,
                              const Surroundings& around, Replay& told) {
  Course course{rule, told};
  for (const report::WatchedSource& source : around.sources) {
    if (source.silent_after <= std::chrono::seconds{0}) continue;
    const auto hours = reader.hours_answered(source.name, around.zone.start_of(told.since));
    if (!hours) return tl::unexpected(hours.error());
    for (std::size_t at = 0; at < hours->size(); ++at) {
      const UtcTime answered = (*hours)[at] + std::chrono::hours{1};
      const UtcTime next = at + 1 < hours->size() ? (*hours)[at + 1] : around.now;
      std::vector<SourceState> states(1);
      states[0].source = source.name;
      states[0].last_success_at = answered;
      const auto look = [&](UtcTime now) {
        for (const Observation& seen : stale_sources(rule, {source}, states, now)) course.look(seen, now);
      };
      look(answered);
      look(answered + rule.after);
      const UtcTime silent = answered + source.silent_after + std::chrono::seconds{1};
      if (silent >= next) continue;
      look(silent);
      if (silent + rule.after < next) look(silent + rule.after);
    }
  }
  std::stable_sort(told.messages.begin(), told.messages.end(),
                   [](const store::AlertMessage& a, const store::AlertMessage& b) { return a.at < b.at; });
  told.limits =
      "By the hours in which a source answered, to the hour; while nhsvaluesd did not run it seems silent, "
      "too.";
  return {};
}

}  // namespace

Result<Replay> replay(const config::AlertRule& rule, const store::Reader& reader, const Surroundings& around,
                      int days_back) {
  Replay told;
  told.since = around.zone.day_of(around.now) - days{days_back};
  Result<void> done;
  switch (rule.kind) {
    case AlertKind::volume_spike:
      done = replay_spikes(rule, reader, around, told);
      break;
    case AlertKind::share_shift:
    case AlertKind::direction_shift:
      done = replay_shifts(rule, reader, around, told);
      break;
    case AlertKind::inclusion_group:
      done = replay_groups(rule, reader, around, told);
      break;
    case AlertKind::concern:
      done = replay_concerns(rule, reader, around, told);
      break;
    case AlertKind::stale_source:
      done = replay_staleness(rule, reader, around, told);
      break;
    case AlertKind::disk_space:
    case AlertKind::spend_forecast: {
      told.limits = "What was free or forecast in the past is not kept: this is how it stands now.";
      const auto seen = observe(rule, reader, around, {});
      if (!seen) return tl::unexpected(seen.error());
      for (const Observation& each : *seen)
        if (each.reading == Reading::holds)
          told.messages.push_back(message_of(rule, each, store::AlertEvent::fired, around.now, around.now));
      break;
    }
  }
  if (!done) return tl::unexpected(done.error());
  return told;
}

}  // namespace nhs::notify
