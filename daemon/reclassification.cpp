#include "daemon/reclassification.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace nhs::daemon {
namespace {

using namespace std::chrono_literals;
using SteadyTime = std::chrono::steady_clock;

/// Collection waits for a step to end: on machines of any speed a step takes as many posts as it has time
/// for.
constexpr SteadyTime::duration kLongestStep = 30ms;
constexpr std::int64_t kMostPostsAtOnce = 400;

/// It rests for so many times as long as it worked, and no shorter than this.
constexpr int kRestForWork = 3;
constexpr SteadyTime::duration kShortestRest = 20ms;

/// A full disk does not go away at once.
constexpr SteadyTime::duration kRestAfterFailure = 60s;

}  // namespace

void Reclassification::start() {
  const auto left = store_.left_to_reclassify(model_);
  if (left && *left > 0)
    spdlog::info("model {}: {} stored posts were judged by another version; they are judged anew bit by bit",
                 model_, *left);
  go_on_after(0s);
}

void Reclassification::stop() {
  stopped_ = true;
  timer_.cancel();
}

void Reclassification::go_on_after(SteadyTime::duration rest) {
  timer_.expires_after(rest);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error && !stopped_) step();
  });
}

void Reclassification::step() {
  const auto began = SteadyTime::now();
  const auto step = store_.reclassify_next(
      model_,
      [this](const std::vector<store::JudgedEarlier>& posts) {
        std::vector<Classification> findings;
        for (const store::JudgedEarlier& post : posts)
          findings.push_back(classifier_.classify(post.text, post.language));
        return findings;
      },
      posts_at_once_);
  const auto worked = SteadyTime::now() - began;
  if (!step) {
    if (!std::exchange(failing_, true))
      spdlog::error("judging stored posts anew: {}; it is tried again every minute", step.error().message);
    return go_on_after(kRestAfterFailure);
  }
  failing_ = false;
  done_.add(step->done);
  if (worked > kLongestStep)
    posts_at_once_ = std::max<std::int64_t>(1, posts_at_once_ / 2);
  else if (worked < kLongestStep / 3)
    posts_at_once_ = std::min(kMostPostsAtOnce, posts_at_once_ * 2);
  if (step->down_to) return go_on_after(std::max(kShortestRest, worked * kRestForWork));
  if (done_.posts > 0)
    spdlog::info("all stored posts are judged by model {}: {} were judged anew, {} of them otherwise", model_,
                 done_.posts, done_.changed);
}

}  // namespace nhs::daemon
