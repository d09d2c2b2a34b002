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

/// However seldom the source is polled: what its author has deleted must not stay for long.
constexpr seconds kLongestInterval{30 * 60};

/// Questions of one turn by which it is looked for over which post a server stumbles: enough for two of them
/// among a hundred.
constexpr int kMostWhileSearching = 16;

/// One post alone may be at fault; that two in a row are is less likely than that the server is.
constexpr int kStumblesOfAServer = 2;

/// Somebody waits for a run of `--once`, and may not come back for a day.
constexpr int kTurnsInOneWhenOnce = 10;

constexpr seconds kRestAfterFailure{3600};
/// Where nothing but a new token, or a change of the configuration, helps.
constexpr seconds kRestAfterRefusal{24 * 3600};

seconds rest_after(FailureClass kind) {
  return kind == FailureClass::transient || kind == FailureClass::content ? kRestAfterFailure
                                                                          : kRestAfterRefusal;
}

/// Whether it may be one post that keeps the server from answering: else nothing is gained by asking for
/// fewer.
bool may_be_of_one_post(const net::FetchResult& answer, FailureClass kind) {
  constexpr int kServiceUnavailable = 503;
  if (answer && answer->status == kServiceUnavailable) return false;
  return kind == FailureClass::transient || kind == FailureClass::content || kind == FailureClass::permanent;
}

bool may_be_of_one_post(net::FetchFailure failure) {
  return failure == net::FetchFailure::cut_off || failure == net::FetchFailure::too_large ||
         failure == net::FetchFailure::timed_out;
}

/// When the source last showed any post that it was asked for again, this answer included.
std::optional<UtcTime> last_present(const Reread& reread, std::optional<UtcTime> before, UtcTime now) {
  const bool shows_any =
      std::find(reread.sights.begin(), reread.sights.end(), Sight::present) != reread.sights.end();
  return shows_any ? now : before;
}

}  // namespace

bool Poller::rechecks() const {
  return watched_.rechecks && watched_.source->rechecker() != nullptr && !watched_.topics.empty();
}

seconds Poller::recheck_interval() const { return std::min(watched_.every, kLongestInterval); }

/// One turn: some of the stored posts that are due.
asio::awaitable<void> Poller::recheck() {
  const SteadyTime now = around_.pause.now();
  if (!rechecks() || now < next_recheck_) co_return;
  next_recheck_ = now + recheck_interval();
  if (!around_.archive.can_keep()) co_return;
  if (const auto counted = count_reserved(); !counted) {
    spdlog::error("{}: {}", watched_.name, counted.error().message);
    co_return;
  }
  const Topic& topic = watched_.topics.front();
  const int turns = patience_.total ? kTurnsInOneWhenOnce : 1;
  for (int asked = 0, searching = 0, most = 1; asked < most && searching < kMostWhileSearching;) {
    const auto state = around_.archive.state(watched_.name, topic.tag);
    if (!state) {
      spdlog::error("{}: {}", watched_.name, state.error().message);
      co_return;
    }
    const RecheckManner manner = watched_.source->rechecker()->manner(state->cursor, around_.clock.now());
    most = turns * manner.questions_a_turn;
    const bool searches = recheck_at_most_ > 0 && recheck_at_most_ < manner.posts_at_once;
    const Asked come_to = co_await recheck_batch(topic);
    if (come_to == Asked::enough) co_return;
    ++(searches || come_to == Asked::stumbled ? searching : asked);
  }
}

asio::awaitable<Poller::Asked> Poller::recheck_batch(const Topic& topic) {
  auto state = around_.archive.state(watched_.name, topic.tag);
  if (!state) {
    spdlog::error("{}: {}", watched_.name, state.error().message);
    co_return Asked::enough;
  }
  TopicRun run{topic, *std::move(state), around_.clock.now(), around_.pause.now()};
  const RecheckManner manner = watched_.source->rechecker()->manner(run.state.cursor, run.started_at);
  const auto most = posts_at_once(manner);
  if (!most) {
    spdlog::error("{}: {}", watched_.name, most.error().message);
    co_return Asked::enough;
  }
  if (*most == 0) co_return Asked::enough;
  auto due = around_.archive.due_for_recheck(watched_.name, *most, manner.price_of_post == 0);
  if (!due) {
    spdlog::error("{}: {}", watched_.name, due.error().message);
    co_return Asked::enough;
  }
  if (due->posts.empty()) co_return Asked::enough;
  co_return co_await put_question(run, *due);
}

/// How many posts the next question may be about; 0 while the allowance does not reach.
Result<std::size_t> Poller::posts_at_once(const RecheckManner& manner) {
  std::size_t most = manner.posts_at_once;
  if (recheck_at_most_ > 0) most = std::min(most, recheck_at_most_);
  if (!watched_.allowance || manner.price_of_post == 0) return most;
  const UtcTime now = around_.clock.now();
  const auto spent = spent_now(around_.archive, watched_.name, *watched_.allowance, now);
  if (!spent) return tl::unexpected(spent.error());
  const std::int64_t count = affordable_rechecks(*watched_.allowance, *spent, manner.price_of_post, now);
  return std::min(most, static_cast<std::size_t>(count));
}

/// Asks until there is an answer about the posts.
asio::awaitable<Poller::Asked> Poller::put_question(TopicRun& run, Archive::Due& due) {
  const Rechecker& rechecker = *watched_.source->rechecker();
  for (int step = 0; step < kMostSteps; ++step) {
    const RecheckManner manner = rechecker.manner(run.state.cursor, around_.clock.now());
    if (due.posts.size() > manner.posts_at_once) due.posts.resize(manner.posts_at_once);
    auto request = rechecker.question(run.state.cursor, due.posts);
    if (!request) co_return Asked::enough;
    run.server = origin_of(request->url);
    const bool may = co_await may_recheck(run);
    if (!may) co_return Asked::enough;
    if (watched_.allowance) {
      run.state.reserved = watched_.allowance->per_request +
                           manner.price_of_post * static_cast<std::int64_t>(due.posts.size());
      if (!keep_state(run)) co_return Asked::enough;
    }
    const net::FetchResult answer = co_await ask(*std::move(request));
    const bool stopped = co_await told_to_stop();
    if (stopped && !answer) {
      --not_kept_.asked;
      co_return Asked::enough;
    }
    const std::string cursor_before = run.state.cursor;
    const Asked come_to = take_recheck(run, due, answer);
    if (stopped) co_return Asked::enough;
    if (come_to != Asked::led_on) co_return come_to;
    if (run.state.cursor == cursor_before) co_return Asked::enough;
  }
  co_return Asked::enough;
}

/// What polls need of a server is theirs: with half of a server's budget used, stored posts wait.
asio::awaitable<bool> Poller::may_recheck(TopicRun& run) {
  const SteadyTime now = around_.pause.now();
  if (!budget_of(run).has_spare(now) || around_.hosts.breaker(run.server).rests_until()) co_return false;
  if (!last_asked_ || now - *last_asked_ >= watched_.pace) co_return true;
  const auto left = std::chrono::ceil<milliseconds>(*last_asked_ + watched_.pace - now);
  co_return co_await wait_out(left);
}

Poller::Asked Poller::take_recheck(TopicRun& run, Archive::Due& due, const net::FetchResult& answer) {
  const std::int64_t reserved = std::exchange(run.state.reserved, 0);
  const auto failed_with = [&](const std::string& cause, seconds rest, std::int64_t cost) {
    leave_rechecks(rest, cause);
    keep_step_of_recheck(run, cost);
    return Asked::enough;
  };
  const std::int64_t cost =
      watched_.allowance ? std::min(reserved, cost_without_page(*watched_.allowance, answer)) : 0;
  if (!answer) {
    ++not_kept_.failed;
    const std::string& cause = answer.error().cause;
    if (may_be_of_one_post(answer.error().kind)) return isolate(run, due, {cause, kRestAfterFailure, cost});
    return failed_with(cause, kRestAfterFailure, cost);
  }
  const UtcTime now = around_.clock.now();
  const SteadyTime steady = around_.pause.now();
  budget_of(run).observe(*answer, now, steady);
  const RecheckOutcome outcome =
      watched_.source->rechecker()->read_answer(*answer, run.state.cursor, due.posts, run.topic, now);
  if (const auto* failed = std::get_if<Failed>(&outcome)) {
    ++not_kept_.failed;
    const seconds rest = rest_after(failed->kind);
    if (may_be_of_one_post(answer, failed->kind)) return isolate(run, due, {failed->cause, rest, cost});
    return failed_with(failed->cause, rest, cost);
  }
  if (const auto* limited = std::get_if<RateLimited>(&outcome)) {
    ++not_kept_.throttled;
    budget_of(run).hold_until(steady + (limited->until - now));
    return failed_with("the server asks us to wait", limited->until - now, cost);
  }
  ++not_kept_.answered;
  if (const auto* on = std::get_if<Proceed>(&outcome)) {
    run.state.cursor = on->cursor;
    const bool kept = keep_step_of_recheck(run, watched_.allowance ? watched_.allowance->per_request : 0);
    return kept ? Asked::led_on : Asked::enough;
  }
  const Reread& reread = std::get<Reread>(outcome);
  if (!keep_reread(run, due, reread, cost_of(reread.page))) return Asked::enough;
  recheck_trouble_.clear();
  stumbled_in_a_row_ = 0;
  recheck_at_most_ = due.posts.size() >= recheck_at_most_ ? 2 * recheck_at_most_ : recheck_at_most_;
  return Asked::answered;
}

/// Asks for half of the posts until it is one that the server cannot answer about. That one is asked for
/// again later, and the others go on. All of it stands in the store, so that no restart begins with the same
/// post.
Poller::Asked Poller::isolate(TopicRun& run, const Archive::Due& due, const Stumble& stumble) {
  if (due.posts.size() > 1) {
    recheck_at_most_ = due.posts.size() / 2;
    return keep_step_of_recheck(run, stumble.cost) ? Asked::stumbled : Asked::enough;
  }
  Reread unclear;
  unclear.sights = {Sight::unclear};
  unclear.page.cursor = run.state.cursor;
  if (!keep_reread(run, due, unclear, stumble.cost)) return Asked::enough;
  if (++stumbled_in_a_row_ >= kStumblesOfAServer) {
    leave_rechecks(stumble.rest, stumble.cause);
    return Asked::enough;
  }
  spdlog::info("{}: there is no answer about a stored post, {}, which is asked for again later: {}",
               watched_.name, due.posts.front().ref, stumble.cause);
  return Asked::stumbled;
}

bool Poller::keep_reread(TopicRun& run, const Archive::Due& due, const Reread& reread, std::int64_t cost) {
  const UtcTime now = around_.clock.now();
  const Rechecker& rechecker = *watched_.source->rechecker();
  const RecheckManner manner = rechecker.manner(run.state.cursor, now);
  const auto present_at = last_present(reread, due.present_at, now);
  std::vector<RecheckRuling> rulings;
  for (std::size_t i = 0; i < due.posts.size(); ++i) {
    rulings.push_back(rule(due.posts[i], reread.sights.at(i), present_at, manner.pace, now));
    rulings.back().at_home = rechecker.is_home_of(due.posts[i]);
  }
  SourceState after = run.state;
  after.cursor = reread.page.cursor;
  after.unread = watched_.source->unread(after.cursor);
  FetchCounts counts = not_kept_;
  counts.spent += cost;
  counts.spent_on_rechecks += cost;
  const auto kept = around_.archive.keep_recheck(reread.page, rulings, after, counts);
  if (!kept) {
    spdlog::error("{}: {}", watched_.name, kept.error().message);
    return false;
  }
  not_kept_ = {};
  run.state = std::move(after);
  if (kept->removed > 0)
    spdlog::info("{}: the network no longer shows stored posts, {} of them: they are removed here too",
                 watched_.name, kept->removed);
  if (kept->withdrawn > 0)
    spdlog::info("{}: stored posts no longer carry their hashtag, {} of them: they are removed here too",
                 watched_.name, kept->withdrawn);
  return true;
}

/// cost: of a question that brought no answer about posts.
bool Poller::keep_step_of_recheck(TopicRun& run, std::int64_t cost) {
  not_kept_.spent_on_rechecks += cost;
  if (keep_state(run, cost)) return true;
  not_kept_.spent_on_rechecks -= cost;
  return false;
}

/// What is new was asked for in vain; that is known, and told.
void Poller::put_off_rechecks() {
  next_recheck_ = std::max(next_recheck_, around_.pause.now() + kRestAfterFailure);
}

/// Until later, with the reason in the log once.
void Poller::leave_rechecks(seconds rest, const std::string& cause) {
  next_recheck_ = around_.pause.now() + std::max(rest, recheck_interval());
  const bool known = std::exchange(recheck_trouble_, cause) == cause;
  spdlog::log(known ? spdlog::level::debug : spdlog::level::warn,
              "{}: stored posts cannot be asked for again now: {}", watched_.name, cause);
}

}  // namespace nhs::collector
