#include "collector/poller.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/this_coro.hpp>

#include "collector/run_tally.h"
#include "collector/schedule.h"

namespace nhs::collector {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

/// A wall clock that jumped must not put a source to sleep for years.
constexpr seconds kLongestSleep{24 * 3600};
constexpr seconds kSpinGuard{60};
constexpr std::string_view kServersWish = "the server asks us to wait until";
constexpr std::string_view kReserve =
    "most of the server's request budget is used; the rest is left to others until";

asio::awaitable<bool> told_to_stop() {
  const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
  co_return state.cancelled() != asio::cancellation_type::none;
}

}  // namespace

/// The state of one run over one topic.
struct Poller::Run {
  const Topic& topic;
  SourceState state;
  UtcTime started_at;
  /// When it had last caught up as the run began: what was missed was missed since.
  std::optional<UtcTime> caught_up_before{};
  bool rescans = false;
  int failures_in_a_row = 0;
  RunTally tally{};
  std::optional<seconds> ask_again_in{};
};

Poller::Poller(WatchedSource watched, PollerSurroundings surroundings, Patience patience)
    : watched_(std::move(watched)), around_(std::move(surroundings)), patience_(patience) {}

asio::awaitable<RunEnd> Poller::run_once() { return run_topics(all_topics()); }

asio::awaitable<void> Poller::run_for_ever() {
  co_await asio::this_coro::throw_if_cancelled(false);
  milliseconds at_least{0};
  while (!co_await told_to_stop()) {
    co_await around_.pause.wait(std::max(at_least, until_next_turn()));
    if (co_await told_to_stop()) co_return;
    const RunEnd end = co_await run_topics(topics_due());
    // A run whose state could not even be kept (disk full) left no plan behind: it must not spin.
    at_least =
        end == RunEnd::caught_up ? milliseconds{0} : std::min<milliseconds>(watched_.every, kSpinGuard);
  }
}

asio::awaitable<RunEnd> Poller::run_topics(std::vector<const Topic*> topics) {
  co_await asio::this_coro::throw_if_cancelled(false);
  waiting_left_ = patience_.total.value_or(patience_.backoff.cap);
  RunEnd end = RunEnd::caught_up;
  for (const Topic* topic : topics) {
    const RunEnd topic_end = co_await run_topic(*topic);
    if (topic_end == RunEnd::behind) end = RunEnd::behind;
    const bool stop = co_await told_to_stop();
    if (stop || servers_wish() > around_.clock.now()) co_return RunEnd::behind;
  }
  co_return end;
}

asio::awaitable<RunEnd> Poller::run_topic(const Topic& topic) {
  auto state = around_.archive.state(watched_.name, topic.tag);
  if (!state) {
    spdlog::error("{}: {}", called(topic), state.error().message);
    co_return RunEnd::behind;
  }
  Run run{topic, *std::move(state), around_.clock.now()};
  run.caught_up_before = run.state.caught_up_at;
  const bool may_ask = co_await heed(run, servers_wish(), kServersWish);
  if (!may_ask) co_return RunEnd::behind;

  run.state.last_attempt_at = run.started_at = around_.clock.now();
  run.rescans =
      !run.state.last_rescan_at || run.started_at - *run.state.last_rescan_at >= patience_.rescan_every;
  RunStart start;
  start.now = run.started_at;
  start.rescan = run.rescans;
  if (const auto before = watched_.source->overlap_before(run.state.cursor); run.rescans && before) {
    auto anchor = around_.archive.newest_local_id_before(watched_.name, *before);
    if (!anchor) {
      spdlog::error("{}: {}", called(topic), anchor.error().message);
      co_return RunEnd::behind;
    }
    start.overlap_anchor = *std::move(anchor);
  }
  run.state.cursor = watched_.source->begin_run(run.state.cursor, start);

  while (auto request = watched_.source->next_request(run.state.cursor, topic)) {
    const net::FetchResult answer = co_await ask(*std::move(request));
    if (co_await told_to_stop()) co_return RunEnd::behind;
    const bool leads_on = co_await answer_leads_on(run, answer);
    if (!leads_on) co_return RunEnd::behind;
  }
  run.state.caught_up_at = run.state.last_success_at = around_.clock.now();
  if (run.rescans) run.state.last_rescan_at = run.started_at;
  run.state.failures = 0;
  run.state.last_error.clear();
  run.state.asked_to_wait_until.reset();
  plan_next(run);
  if (!keep_state(run)) co_return RunEnd::behind;
  // Nothing new, every few minutes, is no news.
  const bool news = !run.caught_up_before || run.tally.found_something();
  const auto level = news ? spdlog::level::info : spdlog::level::debug;
  spdlog::log(level, "{}: caught up: {}", called(topic), run.tally.in_words());
  co_return RunEnd::caught_up;
}

/// A server that does not answer costs patience as waiting does.
asio::awaitable<net::FetchResult> Poller::ask(net::HttpRequest request) {
  const auto asked_at = std::chrono::steady_clock::now();
  net::FetchResult answer = co_await around_.http.send(std::move(request));
  if (!answer)
    waiting_left_ -= std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - asked_at);
  co_return answer;
}

/// True when the run goes on: the answer was kept, or its failure was waited out.
asio::awaitable<bool> Poller::answer_leads_on(Run& run, const net::FetchResult& answer) {
  if (!answer) {
    const std::string& cause = answer.error().cause;
    const bool refused = answer.error().kind == net::FetchFailure::address_refused;
    co_return co_await endure(run, refused ? FailureClass::permanent : FailureClass::transient, cause);
  }
  const PollOutcome outcome =
      watched_.source->read(*answer, run.state.cursor, run.topic, around_.clock.now());
  if (const auto* page = std::get_if<PageOfPosts>(&outcome)) {
    if (!keep_page(run, *page)) co_return false;
    const bool walk_goes_on = watched_.source->next_request(run.state.cursor, run.topic).has_value();
    if (page->ask_again_in && walk_goes_on)
      co_return co_await heed(run, around_.clock.now() + *page->ask_again_in, kReserve);
    co_return true;
  }
  if (const auto* same = std::get_if<Proceed>(&outcome)) {
    run.failures_in_a_row = 0;
    run.state.cursor = same->cursor;
    run.ask_again_in = same->ask_again_in;
    co_return true;
  }
  if (const auto* limited = std::get_if<RateLimited>(&outcome))
    co_return co_await heed(run, limited->until, kServersWish);
  const auto& failed = std::get<Failed>(outcome);
  co_return co_await endure(run, failed.kind, failed.cause);
}

/// Waits as long as the server asks for. False when that is longer than this run may wait: the state then
/// says when.
///
/// why: as the log says it, before the moment.
asio::awaitable<bool> Poller::heed(Run& run, UtcTime until, std::string_view why) {
  const auto wait = until - around_.clock.now();
  if (wait <= seconds{0}) co_return true;
  if (patience_.total) {
    // A tenth more at random, so that all of a server's clients do not come back in one second.
    const double factor = 1.0 + 0.1 * around_.unit_random();
    const milliseconds jittered{
        static_cast<std::int64_t>(factor * static_cast<double>(milliseconds{wait}.count()))};
    const bool waited = co_await wait_out(jittered);
    if (waited) {
      run.state.asked_to_wait_until.reset();
      co_return true;
    }
  }
  if (co_await told_to_stop()) co_return false;
  run.state.asked_to_wait_until = until;
  spdlog::info("{}: {} {}", called(run.topic), why, format_utc(until));
  plan_next(run);
  keep_state(run);
  co_return false;
}

/// Waits a failure out and tries again, where that may help and patience allows. False ends the run.
asio::awaitable<bool> Poller::endure(Run& run, FailureClass kind, const std::string& cause) {
  ++run.failures_in_a_row;
  const bool worth_trying = kind == FailureClass::transient &&
                            (patience_.total || run.failures_in_a_row < patience_.tries_in_a_row);
  if (worth_trying) {
    // Somebody waits for a run of `--once`: silence would look like a hang.
    const bool first_of_long_wait = patience_.total && run.failures_in_a_row == 1;
    const auto level = first_of_long_wait ? spdlog::level::info : spdlog::level::debug;
    spdlog::log(level, "{}: {}; trying again", called(run.topic), cause);
    const auto pause = backoff(run.failures_in_a_row, around_.unit_random(), patience_.backoff);
    const bool waited = co_await wait_out(pause);
    if (waited) co_return true;
  }
  if (co_await told_to_stop()) co_return false;
  ++run.state.failures;
  run.state.last_error = cause;
  spdlog::warn("{}: {}", called(run.topic), cause);
  plan_next(run);
  keep_state(run);
  co_return false;
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

bool Poller::keep_page(Run& run, const PageOfPosts& page) {
  const UtcTime now = around_.clock.now();
  std::optional<Gap> gap;
  if (page.missed && page.missed->span)
    gap = Gap{watched_.name, page.missed->span->from, page.missed->span->to, page.missed->cause};
  else if (page.missed && run.caught_up_before)
    gap = Gap{watched_.name, *run.caught_up_before, now, page.missed->cause};
  SourceState after = run.state;
  after.cursor = page.cursor;
  after.last_success_at = now;
  after.asked_to_wait_until.reset();
  const auto archived = around_.archive.keep(page, after, gap, FetchCounts{});
  if (!archived) {
    spdlog::error("{}: {}", called(run.topic), archived.error().message);
    return false;
  }
  if (!page.unreadable.empty())
    spdlog::warn("{}: {} items could not be read, the first because: {}", called(run.topic),
                 items_in(page.unreadable), page.unreadable.front().cause);
  if (!page.notice.empty()) spdlog::warn("{}: {}", called(run.topic), page.notice);
  run.state = std::move(after);
  run.failures_in_a_row = 0;
  run.ask_again_in = page.ask_again_in;
  run.tally.add(*archived, page);
  return true;
}

bool Poller::keep_state(Run& run) {
  const auto kept = around_.archive.keep_state(run.state, FetchCounts{});
  if (!kept) spdlog::error("{}: {}", called(run.topic), kept.error().message);
  return kept.has_value();
}

void Poller::plan_next(Run& run) {
  Turn turn;
  turn.every = watched_.every;
  turn.ask_again_in = run.ask_again_in;
  turn.failures = run.state.failures;
  turn.asked_to_wait_until = run.state.asked_to_wait_until;
  run.state.next_poll_at = next_turn(turn, around_.clock.now(), around_.unit_random());
}

/// The source, and which of its topics where it has several.
std::string Poller::called(const Topic& topic) const {
  return watched_.topics.size() > 1 ? fmt::format("{} #{}", watched_.name, topic.tag) : watched_.name;
}

std::vector<const Topic*> Poller::all_topics() const {
  std::vector<const Topic*> topics;
  for (const Topic& topic : watched_.topics) topics.push_back(&topic);
  return topics;
}

std::vector<const Topic*> Poller::topics_due() {
  std::vector<const Topic*> due;
  for (const Topic& topic : watched_.topics)
    if (due_at(topic) <= around_.clock.now()) due.push_back(&topic);
  return due;
}

UtcTime Poller::due_at(const Topic& topic) {
  const UtcTime now = around_.clock.now();
  const auto state = around_.archive.state(watched_.name, topic.tag);
  // A store that cannot be read now may be readable at the next turn.
  return state ? std::max(state->next_poll_at.value_or(now), servers_wish()) : now + watched_.every;
}

/// Until when the server wants to be left alone: whichever topic it said that to, it holds for all of them.
UtcTime Poller::servers_wish() {
  UtcTime latest{};
  for (const Topic& topic : watched_.topics)
    if (const auto state = around_.archive.state(watched_.name, topic.tag);
        state && state->asked_to_wait_until)
      latest = std::max(latest, *state->asked_to_wait_until);
  return latest;
}

milliseconds Poller::until_next_turn() {
  const UtcTime now = around_.clock.now();
  UtcTime next = now + kLongestSleep;
  for (const Topic& topic : watched_.topics) next = std::min(next, due_at(topic));
  return std::clamp<milliseconds>(next - now, milliseconds{0}, kLongestSleep);
}

}  // namespace nhs::collector
