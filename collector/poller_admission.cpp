#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "collector/poller.h"
#include "collector/told_to_stop.h"

namespace nhs::collector {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

seconds whole_seconds(SteadyTime::duration duration) { return std::chrono::ceil<seconds>(duration); }

}  // namespace

/// True when nothing stands in the way of a request to this server; else the state says what does, and until
/// when.
asio::awaitable<bool> Poller::may_ask(TopicRun& run, std::string server) {
  if (run.server != server && !admitted(run, server)) co_return false;
  if (!affords(run)) co_return false;
  const bool heeded = co_await heed(run);
  if (!heeded) co_return false;
  co_return co_await keep_pace(run);
}

bool Poller::admitted(TopicRun& run, const std::string& server) {
  tell_breaker(run);
  HostBreaker& breaker = around_.hosts.breaker(server);
  const SteadyTime now = around_.pause.now();
  run.admission = breaker.admit(now);
  if (run.admission != HostBreaker::Admission::refused) {
    run.server = server;
    run.server_seen = ServerSeen::not_at_all;
    return true;
  }
  run.unanswered = true;
  if (run.state.last_error.empty()) {
    run.state.last_error = "its server fails whatever is asked of it, and is left alone for a while";
    run.state.failure = FailureClass::transient;
    run.state.failing_since = around_.clock.now();
  }
  spdlog::debug("{}: {} is left alone for a while", called(run.topic), server);
  plan_next(run, std::max(whole_seconds(*breaker.rests_until() - now), watched_.every));
  keep_state(run);
  return false;
}

/// Waits as long as the server asks for, or until its budget is fresh. False when that is longer than this
/// run may wait: the state then says until when.
asio::awaitable<bool> Poller::heed(TopicRun& run) {
  while (const auto hold = budget_of(run).hold(around_.pause.now())) {
    const auto wait = std::chrono::ceil<milliseconds>(hold->until - around_.pause.now());
    if (patience_.total) {
      // A tenth more at random, so that all of a server's clients do not come back in one second.
      const double factor = 1.0 + 0.1 * around_.unit_random();
      const milliseconds jittered{static_cast<std::int64_t>(factor * static_cast<double>(wait.count()))};
      const bool waited = co_await wait_out(jittered);
      if (waited) continue;
    }
    // Also when told to stop meanwhile: it is the server's word, and the next process has to know it.
    const seconds left = std::max(whole_seconds(hold->until - around_.pause.now()), seconds{0});
    // What was read before counts: else a server that throttles would rest as one that fails.
    if (run.answered) note_unfinished(run, around_.clock.now());
    const UtcTime until = around_.clock.now() + left;
    run.state.asked_to_wait_until = until;
    run.unanswered = hold->wished;
    // One that never gives an answer fails, whatever it calls that; and is not asked more often than one that
    // does.
    const bool in_vain = hold->wished && !run.answered;
    if (in_vain && !run.state.failing_since) run.state.failing_since = around_.clock.now();
    const bool just_told = run.server_seen != ServerSeen::not_at_all;
    const std::string_view why =
        hold->wished ? "the server asks us to wait until"
                     : "most of the server's request budget is used; the rest is left to others until";
    spdlog::log(just_told ? spdlog::level::info : spdlog::level::debug, "{}: {} {}", called(run.topic), why,
                format_utc(until));
    plan_next(run, in_vain ? std::max(left, watched_.every) : left);
    keep_state(run);
    co_return false;
  }
  co_return true;
}

/// Waits until the source's last request is as long ago as its pace asks for. False when that is longer than
/// this run may wait.
asio::awaitable<bool> Poller::keep_pace(TopicRun& run) {
  const SteadyTime now = around_.pause.now();
  if (!last_asked_ || now - *last_asked_ >= watched_.pace) co_return true;
  const auto left = std::chrono::ceil<milliseconds>(*last_asked_ + watched_.pace - now);
  const bool waited = co_await wait_out(left);
  if (waited) co_return true;
  const bool stopped = co_await told_to_stop();
  if (stopped) co_return false;
  spdlog::log(
      patience_.total ? spdlog::level::info : spdlog::level::debug,
      "{}: at {} from one request to the next this takes longer than a run may wait; it goes on at the "
      "next turn",
      called(run.topic), format_duration(whole_seconds(watched_.pace)));
  if (run.answered) note_unfinished(run, around_.clock.now());
  plan_next(run, whole_seconds(left));
  keep_state(run);
  co_return false;
}

/// How long nothing may be asked of the run's server; nothing when it may.
std::optional<seconds> Poller::held_for(const TopicRun& run) {
  const SteadyTime now = around_.pause.now();
  const auto hold = budget_of(run).hold(now);
  if (!hold) return std::nullopt;
  return whole_seconds(hold->until - now);
}

HostBudget& Poller::budget_of(const TopicRun& run) {
  return around_.hosts.budget(run.server, watched_.credential);
}

/// False, without waiting, when the run's patience does not reach that far; false too when told to stop
/// meanwhile.
asio::awaitable<bool> Poller::wait_out(milliseconds duration) {
  const bool stopped_before = co_await told_to_stop();
  if (stopped_before || duration > waiting_left_) co_return false;
  waiting_left_ -= duration;
  co_await around_.pause.wait(duration);
  const bool stopped = co_await told_to_stop();
  co_return !stopped;
}

}  // namespace nhs::collector
