#include "daemon/reclassification.h"

#include <spdlog/spdlog.h>

#include <utility>

namespace nhs::daemon {
namespace {

using namespace std::chrono_literals;
using SteadyTime = std::chrono::steady_clock;

/// A full disk does not go away at once.
constexpr SteadyTime::duration kRestAfterFailure = 60s;

}  // namespace

void Reclassification::start() {
  const auto left = store_.left_to_reclassify(model_);
  if (left && *left > 0)
    spdlog::info("model {}: {} stored posts were judged by another version; they are judged anew bit by bit",
                 model_, *left);
  left_ = true;
  go_on_after(0s);
}

void Reclassification::stop() {
  stopped_ = true;
  timer_.cancel();
}

void Reclassification::run_for(SteadyTime::duration most) {
  const auto end = SteadyTime::now() + most;
  while (left_ && !failing_ && SteadyTime::now() < end) step();
}

void Reclassification::go_on_after(SteadyTime::duration rest) {
  timer_.expires_after(rest);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error || stopped_) return;
    if (const auto next = step()) go_on_after(*next);
  });
}

std::optional<SteadyTime::duration> Reclassification::step() {
  const auto began = SteadyTime::now();
  const auto step = store_.reclassify_next(
      model_,
      [this](const std::vector<store::JudgedEarlier>& posts) {
        std::vector<Classification> findings;
        for (const store::JudgedEarlier& post : posts)
          findings.push_back(classifier_.classify(post.text, post.language));
        return findings;
      },
      pace_.posts());
  const auto worked = SteadyTime::now() - began;
  if (!step) {
    if (!std::exchange(failing_, true))
      spdlog::error("judging stored posts anew: {}; it is tried again later", step.error().message);
    return kRestAfterFailure;
  }
  failing_ = false;
  done_.add(step->done);
  pace_.learn(worked);
  if (step->down_to) return pace_.rest_after(worked);
  left_ = false;
  if (done_.posts > 0)
    spdlog::info("all stored posts are judged by model {}: {} were judged anew, {} of them otherwise", model_,
                 done_.posts, done_.changed);
  return std::nullopt;
}

}  // namespace nhs::daemon
