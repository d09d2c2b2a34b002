#include "daemon/purge.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "daemon/long_work.h"

namespace nhs::daemon {
namespace {

using namespace std::chrono_literals;
using SteadyTime = std::chrono::steady_clock;

/// Whether it is time is asked so often.
constexpr SteadyTime::duration kBetweenPurges = 1h;

/// Who reads may do so for long.
constexpr SteadyTime::duration kRestForReaders = 60s;

bool is_time(const store::RetentionState& state, UtcTime now) {
  // What is unfinished would take along all that is due by a clock that may be wrong.
  if (state.held_until) return false;
  return state.unfinished || (state.next_at && *state.next_at <= now);
}

}  // namespace

void Purge::start() { look(); }

void Purge::stop() {
  stopped_ = true;
  timer_.cancel();
}

void Purge::go_on_after(SteadyTime::duration rest) {
  timer_.expires_after(rest);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error || stopped_) return;
    if (running_)
      step();
    else
      look();
  });
}

/// Begins a run when it is time for one.
void Purge::look() {
  const UtcTime now = clock_.now();
  const auto state = store_.retention_state(rules_(), now);
  if (!state) {
    if (!std::exchange(failing_, true))
      spdlog::error("looking for posts to purge: {}; it is tried again every hour", state.error().message);
    return go_on_after(kBetweenPurges);
  }
  failing_ = false;
  if (!state->held_until) held_ = false;
  if (is_time(*state, now)) {
    running_ = true;
    purged_ = 0;
    return go_on_after(0s);
  }
  if (state->held_until) {
    if (state->due > 0 && !std::exchange(held_, true))
      spdlog::warn(
          "the clock may be wrong: it says {}, more than {} days after purging was last noted here; nothing is "
          "purged before {}",
          format_utc(now), store::kCredibleRest / 24h, format_utc(*state->held_until));
  } else if (!state->last_at && state->due > 0 && !std::exchange(announced_, true))
    spdlog::warn(
        "the texts of {} stored posts are older than retention.text_days allows: from {} on they are "
        "removed for good, unless the configuration asks for more days",
        state->due, format_utc(*state->next_at));
  go_on_after(kBetweenPurges);
}

std::optional<SteadyTime::duration> Purge::next_step() {
  const auto began = SteadyTime::now();
  const auto step = [&] {
    // Once no post is left the files are written anew.
    const LongWork work{"removing traces of purged posts from the database's files"};
    return store_.purge_next(rules_(), clock_.now(), pace_.posts());
  }();
  const auto worked = SteadyTime::now() - began;
  if (!step) {
    if (!std::exchange(failing_, true))
      spdlog::error("purging posts: {}; it is tried again later", step.error().message);
    return kRestAfterFailure;
  }
  failing_ = false;
  purged_ += step->posts;
  if (step->finished) {
    if (purged_ > 0)
      spdlog::info("retention: {} posts had their time and are kept without text and author{}", purged_,
                   step->copies > 0 ? "; kept copies that held them were removed" : "");
    return std::nullopt;
  }
  if (step->somebody_reads) return kRestForReaders;
  if (step->posts > 0) pace_.learn(worked);
  return pace_.rest_after(worked);
}

void Purge::step() {
  if (const auto rest = next_step()) return go_on_after(*rest);
  running_ = false;
  go_on_after(kBetweenPurges);
}

void Purge::run_for(SteadyTime::duration most) {
  const UtcTime now = clock_.now();
  const auto state = store_.retention_state(rules_(), now);
  if (!state || !is_time(*state, now)) return;
  const auto began = SteadyTime::now();
  purged_ = 0;
  while (SteadyTime::now() - began < most) {
    const auto rest = next_step();
    if (!rest || *rest >= kRestAfterFailure) return;
  }
}

}  // namespace nhs::daemon
