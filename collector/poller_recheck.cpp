#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <limits>

#include "collector/poller.h"
#include "collector/sources/web_address.h"
#include "collector/spend_guard.h"
#include "collector/told_to_stop.h"

namespace nhs::collector {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

/// A refreshed session, another way to ask: no protocol needs more steps than these before an answer.
constexpr int kMostSteps = 6;

/// Somebody waits for a run of `--once`, and may not come back for a day.
constexpr int kTurnsInOneWhenOnce = 10;

constexpr seconds kRestAfterFailure{3600};
/// Where nothing but a new token, or a change of the configuration, helps.
constexpr seconds kRestAfterRefusal{24 * 3600};

seconds rest_after(FailureClass kind) {
  return kind == FailureClass::transient || kind == FailureClass::content ? kRestAfterFailure
                                                                          : kRestAfterRefusal;
}

/// When the source last showed any post that it was asked for again, this answer included.
std::optional<UtcTime> last_present(const Reread& reread, std::optional<UtcTime> before, UtcTime now) {
  const bool shows_any =
      std::find(reread.sights.begin(), reread.sights.end(), Sight::present) != reread.sights.end();
  return shows_any ? now : before;
}

}  // namespace

/// One turn: some of the stored posts that are due.
asio::awaitable<void> Poller::recheck() {
  const Rechecker* rechecker = watched_.source->rechecker();
  const SteadyTime now = around_.pause.now();
  if (rechecker == nullptr || !watched_.rechecks || watched_.topics.empty() || now < next_recheck_) co_return;
  next_recheck_ = now + watched_.every;
  const Topic& topic = watched_.topics.front();
  const int turns = patience_.total ? kTurnsInOneWhenOnce : 1;
  for (int asked = 0, most = 1; asked < most; ++asked) {
    const auto state = around_.archive.state(watched_.name, topic.tag);
    if (!state) {
      spdlog::error("{}: {}", watched_.name, state.error().message);
      co_return;
    }
    most = turns * rechecker->manner(state->cursor, around_.clock.now()).questions_a_turn;
    const bool more = co_await recheck_batch(topic);
    if (!more) co_return;
  }
}

/// True when there may be more that is due.
asio::awaitable<bool> Poller::recheck_batch(const Topic& topic) {
  auto state = around_.archive.state(watched_.name, topic.tag);
  if (!state) {
    spdlog::error("{}: {}", watched_.name, state.error().message);
    co_return false;
  }
  TopicRun run{topic, *std::move(state), around_.clock.now(), around_.pause.now()};
  const RecheckManner manner = watched_.source->rechecker()->manner(run.state.cursor, run.started_at);
  const auto most = affordable_rechecks(manner);
  if (!most) {
    spdlog::error("{}: {}", watched_.name, most.error().message);
    co_return false;
  }
  if (*most == 0) co_return false;
  auto due = around_.archive.due_for_recheck(watched_.name, *most, manner.price_of_post == 0);
  if (!due) {
    spdlog::error("{}: {}", watched_.name, due.error().message);
    co_return false;
  }
  if (due->posts.empty()) co_return false;
  co_return co_await put_question(run, *due);
}

/// How many posts may be asked for in the next question; 0 while the allowance is needed for polls.
Result<std::size_t> Poller::affordable_rechecks(const RecheckManner& manner) {
  if (!watched_.allowance || manner.price_of_post == 0) return manner.posts_at_once;
  const UtcTime now = around_.clock.now();
  const auto today = around_.archive.spent_since(watched_.name, day_began(*watched_.allowance, now));
  if (!today) return tl::unexpected(today.error());
  const auto this_month = around_.archive.spent_since(watched_.name, month_began(*watched_.allowance, now));
  if (!this_month) return tl::unexpected(this_month.error());
  const std::int64_t count =
      affordable_beside_polls(*watched_.allowance, {*today, *this_month}, manner.price_of_post);
  return std::min(manner.posts_at_once, static_cast<std::size_t>(count));
}

/// Asks until there is an answer about the posts. True when it was kept.
asio::awaitable<bool> Poller::put_question(TopicRun& run, Archive::Due& due) {
  const Rechecker& rechecker = *watched_.source->rechecker();
  for (int step = 0; step < kMostSteps; ++step) {
    const RecheckManner manner = rechecker.manner(run.state.cursor, around_.clock.now());
    if (due.posts.size() > manner.posts_at_once) due.posts.resize(manner.posts_at_once);
    auto request = rechecker.question(run.state.cursor, due.posts);
    if (!request) co_return false;
    run.server = origin_of(request->url);
    const bool may = co_await may_recheck(run);
    if (!may) co_return false;
    if (watched_.allowance) {
      run.state.reserved = watched_.allowance->per_request +
                           manner.price_of_post * static_cast<std::int64_t>(due.posts.size());
      if (!keep_state(run)) co_return false;
    }
    const net::FetchResult answer = co_await ask(*std::move(request));
    const bool stopped = co_await told_to_stop();
    if (stopped && !answer) {
      --not_kept_.asked;
      co_return false;
    }
    const std::string cursor_before = run.state.cursor;
    if (!take_recheck(run, due, answer)) co_return false;
    // Steps leave the posts; an answer about them takes them.
    if (due.posts.empty()) co_return !stopped;
    if (stopped || run.state.cursor == cursor_before) co_return false;
  }
  co_return false;
}

/// What polls need is theirs: with half of a server's budget used, stored posts wait.
asio::awaitable<bool> Poller::may_recheck(TopicRun& run) {
  const SteadyTime now = around_.pause.now();
  if (!budget_of(run).has_spare(now) || around_.hosts.breaker(run.server).rests_until()) co_return false;
  if (!last_asked_ || now - *last_asked_ >= watched_.pace) co_return true;
  const auto left = std::chrono::ceil<milliseconds>(*last_asked_ + watched_.pace - now);
  co_return co_await wait_out(left);
}

/// True when the answer led on or was kept; the posts are then gone from `due`, or are to be asked for once
/// more.
bool Poller::take_recheck(TopicRun& run, Archive::Due& due, const net::FetchResult& answer) {
  const std::int64_t reserved = std::exchange(run.state.reserved, 0);
  const auto failed_with = [&](const std::string& cause, seconds rest, std::int64_t cost) {
    leave_rechecks(rest, cause);
    keep_state(run, cost);
    return false;
  };
  const std::int64_t cost =
      watched_.allowance ? std::min(reserved, cost_without_page(*watched_.allowance, answer)) : 0;
  if (!answer) {
    ++not_kept_.failed;
    return failed_with(answer.error().cause, kRestAfterFailure, cost);
  }
  const UtcTime now = around_.clock.now();
  const SteadyTime steady = around_.pause.now();
  budget_of(run).observe(*answer, now, steady);
  const RecheckOutcome outcome =
      watched_.source->rechecker()->read_answer(*answer, run.state.cursor, due.posts, run.topic, now);
  if (const auto* failed = std::get_if<Failed>(&outcome)) {
    ++not_kept_.failed;
    return failed_with(failed->cause, rest_after(failed->kind), cost);
  }
  if (const auto* limited = std::get_if<RateLimited>(&outcome)) {
    ++not_kept_.throttled;
    budget_of(run).hold_until(steady + (limited->until - now));
    return failed_with("the server asks us to wait", limited->until - now, cost);
  }
  ++not_kept_.answered;
  if (const auto* on = std::get_if<Proceed>(&outcome)) {
    run.state.cursor = on->cursor;
    return keep_state(run, watched_.allowance ? watched_.allowance->per_request : 0);
  }
  if (!keep_reread(run, due, std::get<Reread>(outcome))) return false;
  due.posts.clear();
  return true;
}

bool Poller::keep_reread(TopicRun& run, const Archive::Due& due, const Reread& reread) {
  const UtcTime now = around_.clock.now();
  const RecheckManner manner = watched_.source->rechecker()->manner(run.state.cursor, now);
  const auto present_at = last_present(reread, due.present_at, now);
  std::vector<RecheckRuling> rulings;
  for (std::size_t i = 0; i < due.posts.size(); ++i)
    rulings.push_back(rule(due.posts[i], reread.sights.at(i), present_at, manner.pace, now));
  SourceState after = run.state;
  after.cursor = reread.page.cursor;
  after.unread = watched_.source->unread(after.cursor);
  FetchCounts counts = not_kept_;
  counts.spent += cost_of(reread.page);
  const auto kept = around_.archive.keep_recheck(reread.page, rulings, after, counts);
  if (!kept) {
    spdlog::error("{}: {}", watched_.name, kept.error().message);
    return false;
  }
  not_kept_ = {};
  run.state = std::move(after);
  recheck_trouble_.clear();
  if (kept->removed > 0)
    spdlog::info("{}: the network no longer shows stored posts, {} of them: they are removed here too",
                 watched_.name, kept->removed);
  return true;
}

/// Until later, with the reason in the log once.
void Poller::leave_rechecks(seconds rest, const std::string& cause) {
  next_recheck_ = around_.pause.now() + std::max(rest, watched_.every);
  const bool known = std::exchange(recheck_trouble_, cause) == cause;
  spdlog::log(known ? spdlog::level::debug : spdlog::level::warn,
              "{}: stored posts cannot be asked for again now: {}", watched_.name, cause);
}

}  // namespace nhs::collector
