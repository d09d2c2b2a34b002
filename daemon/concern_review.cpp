#include "daemon/concern_review.h"

#include <spdlog/spdlog.h>

#include <utility>

namespace nhs::daemon {
namespace {

using namespace std::chrono_literals;
using SteadyTime = std::chrono::steady_clock;

/// A full disk does not go away at once.
constexpr SteadyTime::duration kRestAfterFailure = 60s;

}  // namespace

void ConcernReview::start() {
  done_ = {};
  if (std::exchange(left_, true)) return;
  spdlog::info("the concern rules changed: stored posts are held against them bit by bit");
  go_on_after(0s);
}

void ConcernReview::stop() {
  stopped_ = true;
  timer_.cancel();
}

void ConcernReview::run_for(SteadyTime::duration most) {
  const auto end = SteadyTime::now() + most;
  while (left_ && !failing_ && SteadyTime::now() < end) step();
}

void ConcernReview::go_on_after(SteadyTime::duration rest) {
  timer_.expires_after(rest);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error || stopped_) return;
    if (const auto next = step()) go_on_after(*next);
  });
}

std::optional<SteadyTime::duration> ConcernReview::step() {
  const auto began = SteadyTime::now();
  const auto step = store_.hold_next_against_concern_rules(clock_.now(), pace_.posts());
  const auto worked = SteadyTime::now() - began;
  if (!step) {
    if (!std::exchange(failing_, true))
      spdlog::error("holding stored posts against the concern rules: {}; it is tried again later",
                    step.error().message);
    return kRestAfterFailure;
  }
  failing_ = false;
  done_.raised += step->changes.raised;
  done_.dropped += step->changes.dropped;
  pace_.learn(worked);
  if (step->more) return pace_.rest_after(worked);
  left_ = false;
  spdlog::info(
      "all stored posts were held against the concern rules: {} concerns raised, {} dropped; see `nhsvalues "
      "concerns`",
      done_.raised, done_.dropped);
  return std::nullopt;
}

}  // namespace nhs::daemon
