#include "report/source_remarks.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>

#include "core/counted.h"
#include "report/coverage_text.h"

namespace nhs::report {
namespace {

/// For the midst of a sentence: without the space that lines days up in a column.
std::string moment(UtcTime time, const TimeZone& zone) {
  std::string text = zone.format(time);
  if (const auto at = text.find("  "); at != std::string::npos) text.erase(at, 1);
  return text;
}

std::string failing_in_words(const SourceState& state, const TimeZone& zone) {
  const bool refused = state.failure == FailureClass::needs_token;
  std::string text = refused ? "refused" : "failing";
  if (state.failures == 0) return "not asked: " + state.last_error;
  if (state.failing_since) text += " since " + moment(*state.failing_since, zone);
  return fmt::format("{} ({}): {}", text, counted(state.failures, "try", "tries"), state.last_error);
}

std::string waiting_in_words(const SourceState& state, UtcTime now, const TimeZone& zone) {
  const auto until = state.asked_to_wait_until;
  return until && *until > now ? "the server asked us to wait until " + moment(*until, zone) : "";
}

std::string unread_in_words(const SourceState& state, const TimeZone& zone) {
  return state.unread ? fmt::format("still to be read: posts from {} to {}", moment(state.unread->from, zone),
                                    moment(state.unread->to, zone))
                      : "";
}

/// One thing said of each topic: once for those of which it is the same, naming them unless that is all.
void say_of_topics(std::vector<std::string>& remarks, const std::vector<SourceState>& states,
                   const std::function<std::string(const SourceState&)>& words) {
  std::vector<std::pair<std::string, std::vector<std::string>>> said;
  for (const SourceState& state : states) {
    const std::string text = words(state);
    if (text.empty()) continue;
    auto known = std::find_if(said.begin(), said.end(), [&](const auto& one) { return one.first == text; });
    if (known == said.end()) known = said.insert(said.end(), {text, {}});
    known->second.push_back("#" + state.topic);
  }
  for (const auto& [text, topics] : said)
    remarks.push_back(topics.size() == states.size() ? text
                                                     : fmt::format("{}: {}", fmt::join(topics, ", "), text));
}

void say_of_spending(std::vector<std::string>& remarks, const WatchedSource& watched,
                     const SourcesAccount& account, UtcTime now) {
  if (watched.caps)
    remarks.push_back(fmt::format(
        "used {}",
        spending_in_words(spending_of(watched.name, account.status.spending), *watched.caps, now)));
}

void say_of_waits(std::vector<std::string>& remarks, const std::string& source,
                  const store::CoverageResult& since_yesterday) {
  for (const auto& one : since_yesterday.sources)
    if (one.source == source && one.fetches.throttled > 0)
      remarks.push_back(
          fmt::format("told us to wait {} since yesterday", counted(one.fetches.throttled, "time")));
}

void say_of_gaps(std::vector<std::string>& remarks, const std::string& source,
                 const std::vector<Gap>& all_gaps) {
  std::vector<Gap> gaps;
  std::copy_if(all_gaps.begin(), all_gaps.end(), std::back_inserter(gaps),
               [&](const Gap& gap) { return gap.source == source; });
  if (!gaps.empty())
    remarks.push_back(fmt::format("posts may have been missed in the last 30 days: {}; the latest: {}",
                                  gaps_in_words(gaps), gaps.back().cause));
}

void say_of_unreadable(std::vector<std::string>& remarks, const std::string& source,
                       const store::Quarantine& quarantine, UtcTime now) {
  for (const auto& count : quarantine.counts) {
    if (count.source != source) continue;
    std::string text = counted(count.kept, "item") + " could not be read";
    const auto newest = std::find_if(quarantine.items.begin(), quarantine.items.end(),
                                     [&](const auto& item) { return item.source == source; });
    if (newest != quarantine.items.end())
      text += fmt::format(", the last {}: {}", ago(newest->last_at, now), newest->cause);
    remarks.push_back(std::move(text));
  }
}

}  // namespace

std::vector<SourceState> states_of(const std::string& source, const std::vector<SourceState>& all) {
  std::vector<SourceState> states;
  std::copy_if(all.begin(), all.end(), std::back_inserter(states),
               [&](const SourceState& state) { return state.source == source; });
  return states;
}

std::vector<std::string> source_remarks(const WatchedSource& watched, const SourcesAccount& account,
                                        UtcTime now, const TimeZone& zone) {
  const auto states = states_of(watched.name, account.status.sources);
  std::vector<std::string> remarks;
  if (watched.disabled)
    remarks.push_back(fmt::format("{}; `nhsvalues sources enable {}` has it asked again",
                                  disabled_in_words(*watched.disabled, now), watched.name));
  // How its server took the last question is nobody's worry while none is put.
  if (!watched.disabled) {
    say_of_topics(remarks, states, [&](const SourceState& state) {
      return is_failing(state) ? failing_in_words(state, zone) : waiting_in_words(state, now, zone);
    });
    say_of_topics(remarks, states, [](const SourceState& state) { return state.notice; });
  }
  say_of_topics(remarks, states, [&](const SourceState& state) { return unread_in_words(state, zone); });
  say_of_waits(remarks, watched.name, account.since_yesterday);
  say_of_spending(remarks, watched, account, now);
  say_of_gaps(remarks, watched.name, account.status.gaps);
  say_of_unreadable(remarks, watched.name, account.quarantine, now);
  return remarks;
}

}  // namespace nhs::report
