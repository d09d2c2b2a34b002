#include "daemon/concern_review.h"

#include <spdlog/spdlog.h>

#include <utility>

namespace nhs::daemon {

void ConcernReview::start() {
  done_ = {};
  if (work_.is_left()) return;
  spdlog::info("the concern rules changed: stored posts are held against them bit by bit");
  work_.start();
}

StepEnd ConcernReview::step() {
  const auto began = std::chrono::steady_clock::now();
  const auto step = store_.hold_next_against_concern_rules(clock_.now(), pace_.posts());
  const auto worked = std::chrono::steady_clock::now() - began;
  if (!step) {
    if (!std::exchange(failing_, true))
      spdlog::error("holding stored posts against the concern rules: {}; it is tried again later",
                    step.error().message);
    return {StepEnd::Kind::failed};
  }
  failing_ = false;
  done_.raised += step->changes.raised;
  done_.dropped += step->changes.dropped;
  pace_.learn(worked);
  if (step->more) return {StepEnd::Kind::goes_on, pace_.rest_after(worked)};
  spdlog::info(
      "all stored posts were held against the concern rules: {} concerns raised, {} dropped; see `nhsvalues "
      "concerns`",
      done_.raised, done_.dropped);
  return {StepEnd::Kind::all_done};
}

}  // namespace nhs::daemon
