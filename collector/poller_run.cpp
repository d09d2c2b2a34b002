#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "collector/poller.h"
#include "collector/schedule.h"
#include "collector/sources/web_address.h"
#include "collector/told_to_stop.h"

namespace nhs::collector {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

/// A sign-in, a probe, a refresh: no protocol needs more steps than these between two pages.
constexpr int kMostStepsInARow = 50;

/// Older posts in one turn of the daemon; the rest is left to the next.
constexpr int kBackfillPages = 20;

/// Answers of one run, pages and steps: forty thousand posts where pages are small. A server that has
/// something new whatever is asked would else hold up all other topics for ever.
constexpr int kMostAnswers = 10'000;

}  // namespace

Result<TopicRun> Poller::begin(const Topic& topic) {
  if (const auto counted = count_reserved(); !counted) return tl::unexpected(counted.error());
  auto state = around_.archive.state(watched_.name, topic.tag);
  if (!state) return tl::unexpected(state.error());
  TopicRun run{topic, *std::move(state), around_.clock.now(), around_.pause.now()};
  run.caught_up_before = run.state.caught_up_at;
  run.rescans = rescan_due(run.state, run.started_at, patience_.rescan_every);
  run.state.last_attempt_at = run.started_at;
  RunStart start;
  start.now = run.started_at;
  start.rescan = run.rescans;
  start.failures = run.state.failures;
  if (const auto before = watched_.source->overlap_before(run.state.cursor); run.rescans && before) {
    auto anchor = around_.archive.newest_local_id_before(watched_.name, *before);
    if (!anchor) return tl::unexpected(anchor.error());
    start.overlap_anchor = *std::move(anchor);
  }
  run.state.cursor = watched_.source->begin_run(run.state.cursor, start);
  run.unread_before = watched_.source->unread(run.state.cursor);
  return run;
}

asio::awaitable<RunEnd> Poller::walk(TopicRun& run) {
  bool stopped = false;
  while (auto request = watched_.source->next_request(run.state.cursor, run.topic)) {
    if (stopped) co_return RunEnd::behind;
    run.asks_backfill = watched_.source->next_is_backfill(run.state.cursor);
    if (backfill_rests(run)) co_return finish(run, true);
    const bool may = co_await may_ask(run, origin_of(request->url));
    if (!may || !reserve(run)) co_return RunEnd::behind;
    const net::FetchResult answer = co_await ask(*std::move(request));
    stopped = co_await told_to_stop();
    if (stopped && !answer) {
      // Broken off by us: neither answered nor failed.
      --not_kept_.asked;
      pay(run, answer, nullptr);
      co_return RunEnd::behind;
    }
    const bool leads_on = co_await answer_leads_on(run, answer);
    if (!leads_on) co_return RunEnd::behind;
  }
  co_return end_of_walk(run);
}

/// Nothing more to ask in this run: all is read, or the source leaves the rest to the next.
RunEnd Poller::end_of_walk(TopicRun& run) {
  if (!watched_.source->unread(run.state.cursor)) return finish(run, false);
  if (!patience_.total && watched_.source->next_is_backfill(run.state.cursor)) return finish(run, true);
  run.answered = true;
  run.leaves_unread = true;
  note_unfinished(run, around_.clock.now());
  plan_after_success(run);
  keep_state(run);
  return RunEnd::behind;
}

/// Older posts may take days to read. One page a turn is read in any case, so that it comes to an end.
bool Poller::backfill_rests(const TopicRun& run) const {
  if (patience_.total || !run.asks_backfill || run.backfill_pages == 0) return false;
  return run.backfill_pages >= kBackfillPages || around_.pause.now() - run.began >= watched_.every;
}

RunEnd Poller::finish(TopicRun& run, bool backfill_goes_on) {
  run.answered = true;
  note_caught_up(run, around_.clock.now(), backfill_goes_on);
  plan_after_success(run);
  if (!keep_state(run)) return RunEnd::behind;
  // Nothing new, every few minutes, is no news.
  const bool news = !run.caught_up_before || run.tally.found_something();
  const auto level = news ? spdlog::level::info : spdlog::level::debug;
  spdlog::log(level, "{}: {}: {}", called(run.topic),
              backfill_goes_on ? "caught up with what is new, older posts follow" : "caught up",
              run.tally.in_words());
  return RunEnd::caught_up;
}

void Poller::plan_after_success(TopicRun& run) {
  if (!run.server.empty())
    if (const auto held = held_for(run)) {
      run.ask_again_in = std::max(run.ask_again_in.value_or(seconds{0}), *held);
      // The next process has to know it, too.
      run.state.asked_to_wait_until = around_.clock.now() + *held;
    }
  plan_next(run);
}

/// A server that does not answer costs patience as waiting does.
asio::awaitable<net::FetchResult> Poller::ask(net::HttpRequest request) {
  const SteadyTime asked_at = around_.pause.now();
  last_asked_ = asked_at;
  ++not_kept_.asked;
  net::FetchResult answer = co_await around_.http.send(std::move(request));
  if (!answer) waiting_left_ -= std::chrono::ceil<milliseconds>(around_.pause.now() - asked_at);
  co_return answer;
}

/// True when the run goes on: the answer was kept, or its failure was waited out.
asio::awaitable<bool> Poller::answer_leads_on(TopicRun& run, const net::FetchResult& answer) {
  if (!answer) {
    ++not_kept_.failed;
    if (!pay(run, answer, nullptr)) co_return false;
    const std::string& cause = answer.error().cause;
    if (answer.error().kind == net::FetchFailure::too_large)
      if (auto smaller = watched_.source->with_smaller_page(run.state.cursor)) {
        spdlog::info("{}: {}; fewer posts are asked for at once", called(run.topic), cause);
        run.state.cursor = *std::move(smaller);
        co_return true;
      }
    const bool refused = answer.error().kind == net::FetchFailure::address_refused;
    co_return co_await endure(run, refused ? FailureClass::permanent : FailureClass::transient, cause);
  }
  const UtcTime now = around_.clock.now();
  const SteadyTime steady = around_.pause.now();
  budget_of(run).observe(*answer, now, steady);
  const PollOutcome outcome = watched_.source->read(*answer, run.state.cursor, run.topic, now);
  if (const auto* failed = std::get_if<Failed>(&outcome)) {
    ++not_kept_.failed;
    if (!pay(run, answer, &outcome)) co_return false;
    co_return co_await endure(run, failed->kind, failed->cause);
  }
  run.server_seen = ServerSeen::answering;
  if (const auto* limited = std::get_if<RateLimited>(&outcome)) {
    ++not_kept_.throttled;
    budget_of(run).hold_until(steady + (limited->until - now));
    if (!pay(run, answer, &outcome)) co_return false;
    co_return co_await heed(run);
  }
  ++not_kept_.answered;
  run.answered = true;
  run.failures_in_a_row = 0;
  if (const auto* page = std::get_if<PageOfPosts>(&outcome)) co_return keep_page(run, *page);
  if (!pay(run, answer, &outcome)) co_return false;
  co_return keep_step(run, std::get<Proceed>(outcome));
}

bool Poller::keep_page(TopicRun& run, const PageOfPosts& page) {
  const UtcTime now = around_.clock.now();
  // A first run has nothing to read again.
  if (!run.rescans || !run.caught_up_before) not_kept_.opted_out += page.opted_out;
  SourceState after = after_page(run, page, now);
  after.unread = watched_.source->unread(after.cursor);
  after.reserved = 0;
  FetchCounts counts = not_kept_;
  counts.spent += cost_of(page);
  const auto archived = around_.archive.keep(page, after, gap_after(run, page, now), counts);
  if (!archived) {
    spdlog::error("{}: {}", called(run.topic), archived.error().message);
    return false;
  }
  not_kept_ = {};
  if (!page.unreadable.empty())
    spdlog::warn("{}: {} items could not be read, the first because: {}", called(run.topic),
                 items_in(page.unreadable), page.unreadable.front().cause);
  if (after.notice != run.state.notice) spdlog::warn("{}: {}", called(run.topic), after.notice);
  if (!page.notice.empty()) run.notice = page.notice;
  const bool onwards = after.cursor != run.state.cursor;
  run.state = std::move(after);
  run.backfill_pages += run.asks_backfill;
  run.ask_again_in = page.ask_again_in;
  run.tally.add(*archived, page);
  return gets_further(run, onwards);
}

/// Every run comes to an end, whatever a server answers.
bool Poller::gets_further(TopicRun& run, bool onwards) {
  run.steps_in_a_row = onwards ? 0 : run.steps_in_a_row + 1;
  if (run.steps_in_a_row > kMostStepsInARow) {
    give_up(run, FailureClass::content, "the server answers again and again, but its answers lead nowhere");
    return false;
  }
  if (++run.answers < kMostAnswers) return true;
  give_up(run, FailureClass::content,
          fmt::format("the server has led on and on, for {} answers without an end: the rest is left to the "
                      "next turn",
                      run.answers));
  return false;
}

bool Poller::keep_step(TopicRun& run, const Proceed& step) {
  if (!gets_further(run, false)) return false;
  if (!step.notice.empty()) {
    if (step.notice != run.state.notice) spdlog::warn("{}: {}", called(run.topic), step.notice);
    run.state.notice = run.notice = step.notice;
  }
  run.state.cursor = step.cursor;
  run.state.last_success_at = around_.clock.now();
  run.state.asked_to_wait_until.reset();
  run.ask_again_in = step.ask_again_in;
  return keep_state(run);
}

/// cost: of a request that is over, so that nothing is reserved for it any more.
bool Poller::keep_state(TopicRun& run, std::int64_t cost) {
  run.state.unread = watched_.source->unread(run.state.cursor);
  FetchCounts counts = not_kept_;
  counts.spent += cost;
  const auto kept = around_.archive.keep_state(run.state, counts);
  if (kept)
    not_kept_ = {};
  else
    spdlog::error("{}: {}", called(run.topic), kept.error().message);
  return kept.has_value();
}

/// Waits a failure out and tries again, where that may help and patience allows. False ends the run.
asio::awaitable<bool> Poller::endure(TopicRun& run, FailureClass kind, const std::string& cause) {
  ++run.failures_in_a_row;
  run.server_seen = server_at_fault(kind) ? ServerSeen::failing : ServerSeen::answering;
  const bool worth_trying =
      server_at_fault(kind) && (patience_.total || run.failures_in_a_row < patience_.tries_in_a_row);
  if (worth_trying) {
    // Somebody waits for a run of `--once`: silence would look like a hang.
    const bool first_of_long_wait = patience_.total && run.failures_in_a_row == 1;
    const auto level = first_of_long_wait ? spdlog::level::info : spdlog::level::debug;
    spdlog::log(level, "{}: {}; trying again", called(run.topic), cause);
    const auto pause = backoff(run.failures_in_a_row, around_.unit_random(), patience_.backoff);
    const bool waited = co_await wait_out(pause);
    if (waited) co_return true;
  }
  const bool stopped = co_await told_to_stop();
  if (!stopped) give_up(run, kind, cause);
  co_return false;
}

void Poller::give_up(TopicRun& run, FailureClass kind, const std::string& cause) {
  const UtcTime now = around_.clock.now();
  note_failure(run, kind, cause, now);
  run.unanswered = true;
  spdlog::warn("{}: {}", called(run.topic), cause);
  std::optional<seconds> wait = held_for(run);
  if (wait) run.state.asked_to_wait_until = now + *wait;
  if (kind == FailureClass::money && watched_.allowance)
    wait = std::max(wait.value_or(seconds{0}), next_day(*watched_.allowance, now) - now);
  plan_next(run, wait);
  keep_state(run);
}

}  // namespace nhs::collector
