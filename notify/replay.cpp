#include "notify/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "notify/evaluation.h"
#include "notify/past_concerns.h"
#include "notify/readings.h"
#include "notify/standing.h"
#include "report/chart_window.h"

namespace nhs::notify {
namespace {

using config::AlertKind;
using std::chrono::days;

void add_sentence(std::string& text, std::string_view sentence) {
  if (!text.empty()) text += ' ';
  text += sentence;
}

/// When something could next be told of what stays as it was seen; nothing for never.
std::optional<UtcTime> next_step(const config::AlertRule& rule, const store::AlertStanding& standing,
                                 const Observation& seen) {
  if (standing.phase == store::AlertPhase::quiet) return std::nullopt;
  if (standing.phase == store::AlertPhase::pending) return standing.since + rule.after;
  if (standing.clear_since) return *standing.clear_since + rule.after;
  std::optional<UtcTime> next;
  if (standing.told_at && rule.repeat_every > std::chrono::seconds{0})
    next = *standing.told_at + rule.repeat_every;
  if (standing.told_at && seen.mark > standing.mark)
    next = std::min(next.value_or(UtcTime::max()), *standing.told_at + kBetweenNews);
  return next;
}

/// The states of a rule with everything that it watches, moved through the past.
class Course {
 public:
  /// from: what would have been told before that is left out.
  Course(const config::AlertRule& rule, UtcTime from, Replay& told) : rule_(rule), from_(from), told_(told) {}

  /// When the next look may tell something though all stays as it was seen now; nothing for never.
  std::optional<UtcTime> look(const Observation& seen, UtcTime now) {
    auto known = std::find_if(standings_.begin(), standings_.end(),
                              [&](const store::AlertStanding& each) { return each.subject == seen.subject; });
    if (known == standings_.end())
      known = standings_.insert(standings_.end(), {rule_.name, seen.subject, store::AlertPhase::quiet, now});
    const UtcTime since = known->since;
    Step step = advance(rule_, *known, seen, now, true);
    *known = std::move(step.standing);
    if (step.tell && now >= from_) told_.messages.push_back(message_of(rule_, seen, *step.tell, since, now));
    const auto next = next_step(rule_, *known, seen);
    if (!next) return std::nullopt;
    return std::max(*next, now + looked_at_every(rule_.kind));
  }

  /// Instead of the next look: of many at which nothing can come but the same told again, the last before a
  /// moment. It leaves the standing as all of them would.
  UtcTime past_repetitions(UtcTime next, UtcTime before) const {
    const std::chrono::seconds every = rule_.repeat_every;
    const bool repeats = standings_.size() == 1 && standings_[0].phase == store::AlertPhase::firing &&
                         !standings_[0].clear_since && standings_[0].told_at &&
                         every > std::chrono::seconds{0} && next == *standings_[0].told_at + every;
    if (!repeats || next >= before) return next;
    return next + (before - std::chrono::seconds{1} - next) / every * every;
  }

  /// Whether it fires, of anything.
  bool fires() const {
    return std::any_of(standings_.begin(), standings_.end(), [](const store::AlertStanding& each) {
      return each.phase == store::AlertPhase::firing;
    });
  }

 private:
  const config::AlertRule& rule_;
  UtcTime from_;
  Replay& told_;
  std::vector<store::AlertStanding> standings_;
};

/// Counted up to today.
Result<store::TrendsResult> counted(const store::Reader& reader, LocalDay from, LocalDay today, Bucket by,
                                    const store::Filter& filter = {}) {
  store::TrendsQuery query;
  query.filter = filter;
  query.by = by;
  query.people = store::CountPeople::none;
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
  Course course{rule, around.zone.start_of(told.since), told};
  walk(*trends, told.since, around, [&](const store::TrendsResult& so_far, UtcTime end) {
    // Still on that day.
    course.look(volume_spike(rule, so_far.rows), end == around.now ? end : end - std::chrono::seconds{1});
  });
  told.limits =
      "Each day is looked at once, at its end; nhsvaluesd looks every five minutes, and tells sooner.";
  return {};
}

Result<void> replay_shifts(const config::AlertRule& rule, const store::Reader& reader,
                           const Surroundings& around, Replay& told) {
  const LocalDay today = around.zone.day_of(around.now);
  const auto trends = counted(reader, told.since - days{7 * report::kPeriodsOfChart}, today, Bucket::week);
  if (!trends) return tl::unexpected(trends.error());
  Course course{rule, around.zone.start_of(told.since), told};
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
  Course course{rule, around.zone.start_of(told.since), told};
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
      Observation seen = new_about_group(group, found);
      // Nobody but who asks on the machine sees a replay.
      if (!seen.title.empty()) seen.title += fmt::format(" ({})", id_of(group));
      course.look(seen, end);
    });
  }
  return {};
}

/// By when each was raised, as far as it is still known: acknowledged ones count until they were. From the
/// first on, for what waits was told of before, and is told again while nothing changes.
Result<void> replay_concerns(const config::AlertRule& rule, const store::Reader& reader,
                             const Surroundings& around, Replay& told) {
  auto past = PastConcerns::read(reader);
  if (!past) return tl::unexpected(past.error());
  const UtcTime from = around.zone.start_of(told.since);
  const UtcTime after_all = around.now + std::chrono::seconds{1};
  Course course{rule, from, told};
  bool has_begun = false;
  bool held_before = false;
  while (const auto change = past->advance()) {
    const UtcTime until = std::min(past->next_at().value_or(after_all), after_all);
    for (std::optional<UtcTime> look = change; look && *look < until;) {
      if (*look >= from && !std::exchange(has_begun, true)) held_before = course.fires();
      look = course.look(past->seen(*look), *look);
      if (look) look = course.past_repetitions(*look, std::min(from, until));
    }
  }
  if (has_begun ? held_before : course.fires())
    told.limits = "It had fired before that day, and still held then.";
  return {};
}

/// By the hours in which a source answered.
Result<void> replay_staleness(const config::AlertRule& rule, const store::Reader& reader,
                              const Surroundings& around, Replay& told) {
  Course course{rule, around.zone.start_of(told.since), told};
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
  // What is watched one by one was replayed one by one.
  std::stable_sort(told.messages.begin(), told.messages.end(),
                   [](const store::AlertMessage& a, const store::AlertMessage& b) { return a.at < b.at; });
  if (rule.quiet_hours)
    add_sentence(
        told.limits,
        "Quiet hours are left out here: what falls into them is told at their end, if it still holds.");
  return told;
}

}  // namespace nhs::notify
