#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "report/coverage_text.h"
#include "report/recheck_text.h"
#include "report/retention_view.h"
#include "report/status_words.h"

namespace nhs::report {
namespace {

/// A warning for each source that is overdue; one for all of them when all are, for then it is not theirs.
std::vector<std::string> overdue_warnings(const std::vector<SourceState>& states,
                                          const StatusSurroundings& around) {
  std::map<std::string, std::optional<UtcTime>> overdue;
  for (const SourceState& state : states) {
    if (!is_watched(state, around)) continue;
    std::optional<UtcTime>& since = overdue[state.source];
    const auto due = overdue_since(state, find_source(around.configured_sources, state.source), around.now);
    if (due) since = since ? std::min(*since, *due) : *due;
  }
  std::vector<std::string> warnings;
  std::optional<UtcTime> last;
  for (const auto& [source, since] : overdue) {
    if (!since) continue;
    last = last ? std::max(*last, *since) : *since;
    warnings.push_back(
        fmt::format("{}: was due {}; is nhsvaluesd running?", source, ago(*since, around.now)));
  }
  if (warnings.size() > 1 && warnings.size() == overdue.size())
    return {fmt::format("all {} sources: were due {}; is nhsvaluesd running?", warnings.size(),
                        ago(*last, around.now))};
  return warnings;
}

/// What the servers said, and since when they say nothing else. Topics that fail for one reason are one line.
std::vector<std::string> failure_warnings(const std::vector<SourceState>& states,
                                          const StatusSurroundings& around) {
  std::vector<std::string> warnings;
  for (const SourceState& state : states) {
    if (!is_failing(state) || !is_watched(state, around)) continue;
    const WatchedSource* source = find_source(around.configured_sources, state.source);
    std::string warning = fmt::format("{}: {}", state.source, state.last_error);
    if (const auto since = source ? silent_since(*source, states, around.now) : std::nullopt)
      warning += fmt::format(" (silent: its last answer came {})", ago(*since, around.now));
    else if (state.caught_up_at)
      warning += fmt::format(" (last caught up {})", ago(*state.caught_up_at, around.now));
    if (std::find(warnings.begin(), warnings.end(), warning) == warnings.end())
      warnings.push_back(std::move(warning));
  }
  return warnings;
}

/// Sources that answer nothing and do not fail: they ask us to wait, again and again.
std::vector<std::string> silence_warnings(const std::vector<SourceState>& states,
                                          const StatusSurroundings& around) {
  std::vector<std::string> warnings;
  for (const WatchedSource& source : around.configured_sources) {
    const bool fails = std::any_of(states.begin(), states.end(), [&](const SourceState& state) {
      return state.source == source.name && is_failing(state);
    });
    const auto since = silent_since(source, states, around.now);
    if (since && !fails)
      warnings.push_back(
          fmt::format("{}: silent: its last answer came {}", source.name, ago(*since, around.now)));
  }
  return warnings;
}

std::vector<std::string> notices(const std::vector<SourceState>& states, const StatusSurroundings& around) {
  std::vector<std::string> lines;
  for (const SourceState& state : states) {
    if (state.notice.empty() || !is_watched(state, around)) continue;
    std::string line = fmt::format("{}: {}", state.source, state.notice);
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(std::move(line));
  }
  return lines;
}

/// That nobody collects anything, which no source can tell where none is watched.
std::vector<std::string> idle_warnings(const store::StoreStatus& status, const StatusSurroundings& around) {
  const auto& configured = around.configured_sources;
  const bool all_disabled =
      !configured.empty() &&
      std::all_of(configured.begin(), configured.end(), [](const auto& each) { return each.disabled; });
  if (!all_disabled && !(configured.empty() && status.sources.empty())) return {};
  const std::string newest = status.newest_post_at ? fmt::format("the newest post was written {}",
                                                                 ago(*status.newest_post_at, around.now))
                             : status.posts > 0    ? "no post has a date"
                                                   : "there is no post yet";
  return {fmt::format("nothing is collected: {}; {}",
                      all_disabled ? "every source is disabled" : "no source is configured", newest)};
}

}  // namespace

std::vector<std::string> status_warnings(const store::StoreStatus& status, const StatusSurroundings& around) {
  std::vector<std::string> warnings;
  const auto add = [&warnings](std::vector<std::string> more) {
    std::move(more.begin(), more.end(), std::back_inserter(warnings));
  };
  if (around.safety) add(safety_warnings(*around.safety, around.now));
  add(around.storage_trouble);
  if (around.configuration) add(configuration_warnings(*around.configuration));
  add(around.alerts);
  add(idle_warnings(status, around));
  add(failure_warnings(status.sources, around));
  for (const WatchedSource& source : around.configured_sources)
    if (!source.disabled &&
        std::none_of(status.sources.begin(), status.sources.end(),
                     [&](const SourceState& state) { return state.source == source.name; }))
      warnings.push_back(fmt::format(
          "{}: configured, but not asked yet; {}", source.name,
          around.writer ? "does nhsvaluesd know it, or is it to be reloaded?" : "is nhsvaluesd running?"));
  add(overdue_warnings(status.sources, around));
  add(silence_warnings(status.sources, around));
  add(notices(status.sources, around));
  add(recheck_warnings(status, around.configured_sources, around.now));
  if (around.retention)
    if (std::string late = overdue_purge_warning(*around.retention, around.now); !late.empty())
      warnings.push_back(std::move(late));
  if (!status.gaps.empty())
    warnings.push_back(
        fmt::format("collection was incomplete in the last 30 days: {}", gaps_in_words(status.gaps)));
  return warnings;
}

}  // namespace nhs::report
