#include "collector/poller.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/this_coro.hpp>

#include "collector/schedule.h"
#include "collector/sources/web_address.h"
#include "collector/told_to_stop.h"

namespace nhs::collector {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

/// Timers that lie further off are not trusted; waking up once a day costs nothing.
constexpr seconds kLongestSleep{24 * 3600};

/// A full disk does not go away at once, but nobody should wait for long once it has.
constexpr seconds kRestWhileNothingIsKept{60};

}  // namespace

Poller::Poller(WatchedSource watched, PollerSurroundings surroundings, Patience patience)
    : watched_(std::move(watched)),
      around_(std::move(surroundings)),
      patience_(patience),
      silence_(watched_.silent_after) {
  for (const Topic& topic : watched_.topics) take_up(topic);
}

/// What an earlier process left: its plan, and what the server had asked of it, which holds for all who ask
/// that server.
void Poller::take_up(const Topic& topic) {
  const UtcTime now = around_.clock.now();
  const SteadyTime steady = around_.pause.now();
  next_turn_[topic.tag] = steady + watched_.phase;
  const auto state = around_.archive.state(watched_.name, topic.tag);
  // A store that cannot be read now is told of by the topic's run.
  if (!state) return;
  const auto wished = watched_.source->ask_again_in(state->cursor);
  const seconds rest = planned_rest(*state, now, watched_.every, watched_.slowest, wished);
  if (rest > seconds{0}) next_turn_[topic.tag] = steady + rest;
  const seconds wish = wish_left(*state, now);
  if (wish == seconds{0}) return;
  RunStart start;
  start.now = now;
  const auto next = watched_.source->next_request(watched_.source->begin_run(state->cursor, start), topic);
  if (next) around_.hosts.budget(origin_of(next->url), watched_.credential).hold_until(steady + wish);
}

asio::awaitable<RunEnd> Poller::run_once() {
  std::vector<const Topic*> topics;
  for (const Topic& topic : watched_.topics) topics.push_back(&topic);
  co_return co_await run_topics(std::move(topics));
}

asio::awaitable<void> Poller::run_for_ever() {
  co_await asio::this_coro::throw_if_cancelled(false);
  next_recheck_ = around_.pause.now() + watched_.phase;
  // Awaited in statements of their own: g++ 12.2 makes a frame that cannot be resumed out of
  // `while (!co_await …)` around such a body.
  for (bool stopped = co_await told_to_stop(); !stopped; stopped = co_await told_to_stop()) {
    const milliseconds rest = until_next_turn();
    co_await around_.pause.wait(rest);
    stopped = co_await told_to_stop();
    if (stopped) co_return;
    std::vector<const Topic*> due = topics_due();
    if (due.empty()) {
      waiting_left_ = patience_.total.value_or(patience_.backoff.cap);
      co_await recheck();
    } else {
      co_await run_topics(std::move(due));
    }
  }
}

asio::awaitable<RunEnd> Poller::run_topics(std::vector<const Topic*> topics) {
  co_await asio::this_coro::throw_if_cancelled(false);
  waiting_left_ = patience_.total.value_or(patience_.backoff.cap);
  RunEnd end = RunEnd::caught_up;
  in_trouble_ = false;
  for (const Topic* topic : topics) {
    const RunEnd topic_end = co_await run_topic(*topic);
    if (topic_end == RunEnd::behind) end = RunEnd::behind;
    const bool stopped = co_await told_to_stop();
    if (stopped) co_return RunEnd::behind;
  }
  // What can wait comes last. A server in trouble is not asked more than it must; one that may not be asked
  // for what is new, since that is paid for, is asked for what may have to go.
  if (in_trouble_)
    put_off_rechecks();
  else
    co_await recheck();
  co_return end;
}

/// One run; where somebody waits for it, another follows as long as there is more to read.
asio::awaitable<RunEnd> Poller::run_topic(const Topic& topic) {
  for (int answers = 0;;) {
    // A run that cannot even read or keep its state (disk full) makes no other plan: it must not spin.
    next_turn_[topic.tag] = around_.pause.now() + watched_.every;
    if (!around_.archive.can_keep()) {
      next_turn_[topic.tag] = around_.pause.now() + std::min(watched_.every, kRestWhileNothingIsKept);
      co_return RunEnd::behind;
    }
    auto run = begin(topic);
    if (!run) {
      spdlog::error("{}: {}", called(topic), run.error().message);
      co_return RunEnd::behind;
    }
    run->answers = answers;
    const RunEnd end = co_await walk(*run);
    const bool stopped = co_await told_to_stop();
    if (stopped) {
      run->server_seen = ServerSeen::not_at_all;
      if (not_kept_.asked > 0) keep_state(*run);
    }
    settle(*run);
    if (stopped || !run->leaves_unread) co_return end;
    if (!goes_on_at_once(*run)) {
      spdlog::info("{}: more to read at the next turn; {}", called(topic), run->tally.in_words());
      co_return end;
    }
    answers = run->answers;
  }
}

/// A server that shows the same again and again is left until the next turn.
bool Poller::goes_on_at_once(const TopicRun& run) const {
  return patience_.total && run.state.unread != run.unread_before;
}

/// What the run has shown of its server and its source, beyond its own topic.
void Poller::settle(TopicRun& run) {
  tell_breaker(run);
  in_trouble_ = in_trouble_ || (run.unanswered && run.server_seen != ServerSeen::answering);
  // Somebody who waits for a run of `--once` reads of every failure anyway.
  if (patience_.total) return;
  if (run.answered) {
    if (silence_.answered()) spdlog::info("{}: it answers again", watched_.name);
  } else if (run.unanswered && silence_.unanswered(around_.pause.now())) {
    spdlog::warn("{}: no answer for {}; it goes on being asked now and then", watched_.name,
                 format_duration(watched_.silent_after));
  }
}

void Poller::tell_breaker(TopicRun& run) {
  if (run.server.empty()) return;
  HostBreaker& breaker = around_.hosts.breaker(run.server);
  const auto change = breaker.run_ended(run.admission, run.server_seen, around_.pause.now(), watched_.every);
  if (change == HostBreaker::Change::opened)
    spdlog::warn("{}: every source on it fails; it is left alone and tried now and then", run.server);
  if (change == HostBreaker::Change::closed) spdlog::info("{}: it answers again", run.server);
  run.server.clear();
}

/// wait: how long nothing may be asked, where that is known.
void Poller::plan_next(TopicRun& run, std::optional<seconds> wait) {
  Turn turn;
  turn.every = watched_.every;
  turn.slowest = watched_.slowest;
  turn.ask_again_in = run.ask_again_in;
  turn.quiet_runs = run.state.quiet_runs;
  turn.failures = run.state.failures_alike;
  turn.failure = run.state.failure.value_or(FailureClass::transient);
  turn.wait = wait;
  const seconds rest = rest_before(turn, around_.unit_random());
  next_turn_[run.topic.tag] = around_.pause.now() + rest;
  run.state.next_poll_at = around_.clock.now() + rest;
}

std::vector<const Topic*> Poller::topics_due() const {
  const SteadyTime now = around_.pause.now();
  std::vector<const Topic*> due;
  for (const Topic& topic : watched_.topics)
    if (next_turn_.at(topic.tag) <= now) due.push_back(&topic);
  return due;
}

milliseconds Poller::until_next_turn() const {
  const SteadyTime now = around_.pause.now();
  SteadyTime next = now + kLongestSleep;
  for (const auto& [tag, turn] : next_turn_) next = std::min(next, turn);
  if (rechecks()) next = std::min(next, next_recheck_);
  return std::chrono::ceil<milliseconds>(std::max(next, now) - now);
}

/// The source, and which of its topics where it has several.
std::string Poller::called(const Topic& topic) const {
  return watched_.topics.size() > 1 ? fmt::format("{} #{}", watched_.name, topic.tag) : watched_.name;
}

}  // namespace nhs::collector
