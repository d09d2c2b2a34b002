#include "report/source_health.h"

#include <fmt/format.h>

#include <algorithm>

namespace nhs::report {

using namespace std::chrono_literals;

const WatchedSource* find_source(const std::vector<WatchedSource>& sources, const std::string& name) {
  const auto found =
      std::find_if(sources.begin(), sources.end(), [&](const auto& source) { return source.name == name; });
  return found == sources.end() ? nullptr : &*found;
}

std::string length_in_words(std::chrono::seconds length) {
  if (length < 1h) return fmt::format("{} min", length / 1min);
  if (length < 48h) return fmt::format("{} h", length / 1h);
  return fmt::format("{} days", length / 24h);
}

std::string ago(UtcTime then, UtcTime now) {
  return now - then < 1min ? "just now" : length_in_words(now - then) + " ago";
}

std::string ahead(UtcTime then, UtcTime now) {
  return then - now >= 1min ? "in " + length_in_words(then - now) : "due";
}

bool is_failing(const SourceState& state) { return state.failures > 0 || state.failure.has_value(); }

std::string disabled_in_words(const Switch& by, UtcTime now) {
  return fmt::format("disabled by {} {}", by.person, ago(by.at, now));
}

std::string source_in_words(const SourceState& state, UtcTime now) {
  if (is_failing(state) && state.failures == 0) return "not asked: " + state.last_error;
  if (state.failures > 0)
    return fmt::format("failing{} ({} {}): {}",
                       state.failing_since && now - *state.failing_since >= 1min
                           ? " for " + length_in_words(now - *state.failing_since)
                           : "",
                       state.failures, state.failures == 1 ? "try" : "tries", state.last_error);
  if (state.asked_to_wait_until && *state.asked_to_wait_until > now)
    return fmt::format("the server asked us to wait until {}", format_utc(*state.asked_to_wait_until));
  if (state.caught_up_at) return fmt::format("caught up {}", ago(*state.caught_up_at, now));
  if (state.last_success_at) return "catching up";
  return "not asked yet";
}

std::optional<UtcTime> overdue_since(const SourceState& state, const WatchedSource* source, UtcTime now) {
  if (!state.next_poll_at || (source != nullptr && source->disabled)) return std::nullopt;
  std::chrono::seconds patience = 1h;
  if (source != nullptr) patience = std::max(patience, 3 * std::max(source->every, source->slowest));
  const UtcTime due = std::max(*state.next_poll_at, state.asked_to_wait_until.value_or(*state.next_poll_at));
  return now - due > patience ? std::optional{due} : std::nullopt;
}

std::optional<UtcTime> silent_since(const WatchedSource& source, const std::vector<SourceState>& states,
                                    UtcTime now) {
  std::optional<UtcTime> answered;
  bool is_asked = false;
  for (const SourceState& state : states) {
    if (state.source != source.name) continue;
    answered = std::max(answered, state.last_success_at);
    is_asked = is_asked || !overdue_since(state, &source, now);
  }
  const bool silent = !source.disabled && source.silent_after > 0s && is_asked && answered &&
                      now - *answered > source.silent_after;
  return silent ? answered : std::nullopt;
}

}  // namespace nhs::report
