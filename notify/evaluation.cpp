#include "notify/evaluation.h"

#include <fmt/format.h>

#include <algorithm>

#include "notify/quiet_hours.h"
#include "notify/standing.h"
#include "report/source_health.h"

namespace nhs::notify {
namespace {

using store::AlertEvent;
using store::AlertStanding;

std::optional<AlertStanding> standing_of(const std::string& rule, const std::string& subject,
                                         const std::vector<AlertStanding>& standings) {
  const auto found = std::find_if(standings.begin(), standings.end(), [&](const AlertStanding& each) {
    return each.rule == rule && each.subject == subject;
  });
  return found == standings.end() ? std::nullopt : std::optional{*found};
}

void take_step(const config::AlertRule& rule, const Observation& seen,
               const std::vector<AlertStanding>& standings, const config::Config& config,
               const TimeZone& zone, UtcTime now, store::AlertChanges& changes) {
  const auto before = standing_of(rule.name, seen.subject, standings);
  const bool may_tell = !rule.quiet_hours || !is_quiet(*rule.quiet_hours, now, zone);
  Step step = advance(rule, before, seen, now, may_tell);
  // A clock that was ahead and was put right makes no time negative.
  const UtcTime since = before ? std::min(before->since, now) : now;
  if (step.tell)
    changes.messages.emplace_back(message_of(rule, seen, *step.tell, since, now), targets_of(rule, config));
  if (is_forgettable(step.standing)) {
    if (before) changes.dropped.emplace_back(rule.name, seen.subject);
  } else if (!before || *before != step.standing) {
    changes.standings.push_back(std::move(step.standing));
  }
}

}  // namespace

store::AlertChanges evaluated(const std::vector<Looked>& looked, const std::vector<AlertStanding>& standings,
                              const config::Config& config, const TimeZone& zone, UtcTime now) {
  store::AlertChanges changes;
  for (const Looked& each : looked)
    for (const Observation& seen : each.seen)
      take_step(*each.rule, seen, standings, config, zone, now, changes);
  for (const AlertStanding& standing : standings) {
    const auto rule =
        std::find_if(config.alerts.begin(), config.alerts.end(),
                     [&](const config::AlertRule& each) { return each.name == standing.rule && each.on; });
    const auto look = std::find_if(looked.begin(), looked.end(),
                                   [&](const Looked& each) { return each.rule->name == standing.rule; });
    const bool is_seen = look == looked.end() ||
                         std::any_of(look->seen.begin(), look->seen.end(), [&](const Observation& seen) {
                           return seen.subject == standing.subject;
                         });
    if (rule == config.alerts.end() || !is_seen)
      changes.dropped.emplace_back(standing.rule, standing.subject);
  }
  return changes;
}

store::AlertMessage message_of(const config::AlertRule& rule, const Observation& seen, AlertEvent event,
                               UtcTime since, UtcTime now) {
  store::AlertMessage message;
  message.rule = rule.name;
  message.event = event;
  message.at = now;
  message.command = seen.command;
  if (event == AlertEvent::recovered) {
    message.title = seen.over;
    message.text = fmt::format("It held for {}.", report::length_in_words(now - since));
    return message;
  }
  message.title = event == AlertEvent::still ? "Still: " + seen.title : seen.title;
  message.text = seen.text;
  message.posts = seen.posts;
  if (seen.posts_in_all == 0) return message;
  const auto listed = static_cast<std::int64_t>(seen.posts.size());
  const std::int64_t more = std::max<std::int64_t>(seen.posts_in_all - listed, 0);
  message.posts_not_listed = more;
  if (listed > 0 && more > 0)
    message.text += fmt::format("{}{} of the posts {} listed, and {} more are not.",
                                message.text.empty() ? "" : " ", listed, listed == 1 ? "is" : "are", more);
  return message;
}

std::vector<std::string> targets_of(const config::AlertRule& rule, const config::Config& config) {
  if (!rule.to.empty()) return rule.to;
  std::vector<std::string> all;
  for (const config::NotifyTarget& target : config.targets) all.push_back(target.name);
  return all;
}

}  // namespace nhs::notify
