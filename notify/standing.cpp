#include "notify/standing.h"

#include <algorithm>

namespace nhs::notify {
namespace {

using store::AlertEvent;
using store::AlertPhase;
using store::AlertStanding;

/// New posts about a group: no state that holds or is over.
bool comes_one_by_one(const config::AlertRule& rule) {
  return rule.kind == config::AlertKind::inclusion_group;
}

void enter(AlertStanding& standing, AlertPhase phase, UtcTime now) {
  standing.phase = phase;
  standing.since = now;
  standing.clear_since.reset();
}

/// A clock that was ahead and was put right must not hold back what is to be told.
void put_clock_right(AlertStanding& standing, UtcTime now) {
  standing.since = std::min(standing.since, now);
  if (standing.told_at) standing.told_at = std::min(*standing.told_at, now);
  if (standing.clear_since) standing.clear_since = std::min(*standing.clear_since, now);
}

/// What is to be told of an alert that fires and holds. Of what comes one by one the last message is
/// remembered beyond its firing: what came since waits, and is told together.
std::optional<AlertEvent> told_of(const config::AlertRule& rule, const AlertStanding& standing,
                                  const Observation& seen, UtcTime now) {
  if (!standing.told_at) return AlertEvent::fired;
  if (comes_one_by_one(rule))
    return now - *standing.told_at >= kBetweenNews ? std::optional{AlertEvent::fired} : std::nullopt;
  if (seen.mark > standing.mark && now - *standing.told_at >= kBetweenNews) return AlertEvent::more;
  if (rule.repeat_every > std::chrono::seconds{0} && now - *standing.told_at >= rule.repeat_every)
    return AlertEvent::still;
  return std::nullopt;
}

/// An alert that fires, at a look that does not find it.
Step clear(const config::AlertRule& rule, AlertStanding standing, UtcTime now, bool may_tell) {
  if (!standing.clear_since) standing.clear_since = now;
  if (now - *standing.clear_since < rule.after) return {std::move(standing), {}};
  const bool told = standing.told_at && rule.on_recovery;
  if (told && !may_tell) return {std::move(standing), {}};
  enter(standing, AlertPhase::quiet, now);
  standing.told_at.reset();
  standing.mark = 0;
  return {std::move(standing), told ? std::optional{AlertEvent::recovered} : std::nullopt};
}

}  // namespace

Step advance(const config::AlertRule& rule, const std::optional<AlertStanding>& before,
             const Observation& seen, UtcTime now, bool may_tell) {
  const bool one_by_one = comes_one_by_one(rule);
  AlertStanding standing = before.value_or(AlertStanding{rule.name, seen.subject, AlertPhase::quiet, now});
  put_clock_right(standing, now);
  if (!before && one_by_one) {
    standing.mark = seen.mark;
    return {std::move(standing), {}};
  }
  const bool holds = seen.reading == Reading::holds ||
                     (seen.reading == Reading::between && standing.phase == AlertPhase::firing);
  if (!holds) {
    if (standing.phase == AlertPhase::firing && !one_by_one)
      return clear(rule, std::move(standing), now, may_tell);
    if (standing.phase != AlertPhase::quiet) enter(standing, AlertPhase::quiet, now);
    // Where nothing was found is not looked again.
    if (one_by_one) standing.mark = std::max(standing.mark, seen.mark);
    return {std::move(standing), {}};
  }
  standing.clear_since.reset();
  if (standing.phase == AlertPhase::quiet) enter(standing, AlertPhase::pending, now);
  if (standing.phase == AlertPhase::pending && now - standing.since >= rule.after)
    enter(standing, AlertPhase::firing, now);
  const bool may_have_ended = seen.reading == Reading::between && seen.title.empty();
  if (standing.phase != AlertPhase::firing || !may_tell || may_have_ended) return {std::move(standing), {}};
  const auto tell = told_of(rule, standing, seen, now);
  if (!tell) return {std::move(standing), {}};
  standing.told_at = now;
  standing.mark = seen.mark;
  if (one_by_one) enter(standing, AlertPhase::quiet, now);
  return {std::move(standing), tell};
}

bool is_forgettable(const AlertStanding& standing) {
  return standing.phase == AlertPhase::quiet && standing.mark == 0;
}

}  // namespace nhs::notify
