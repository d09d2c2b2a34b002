#include "daemon/reclassification.h"

#include <spdlog/spdlog.h>

#include <utility>

namespace nhs::daemon {

void Reclassification::start() {
  const auto left = store_.left_to_reclassify(model_);
  if (left && *left > 0)
    spdlog::info("model {}: {} stored posts were judged by another version; they are judged anew bit by bit",
                 model_, *left);
  work_.start();
}

StepEnd Reclassification::step() {
  const auto began = std::chrono::steady_clock::now();
  const auto step = store_.reclassify_next(
      model_,
      [this](const std::vector<store::JudgedEarlier>& posts) {
        std::vector<Classification> findings;
        for (const store::JudgedEarlier& post : posts)
          findings.push_back(classifier_.classify(post.text, post.language));
        return findings;
      },
      pace_.posts());
  const auto worked = std::chrono::steady_clock::now() - began;
  if (!step) {
    if (!std::exchange(failing_, true))
      spdlog::error("judging stored posts anew: {}; it is tried again later", step.error().message);
    return {StepEnd::Kind::failed};
  }
  failing_ = false;
  done_.add(step->done);
  pace_.learn(worked);
  if (step->down_to) return {StepEnd::Kind::goes_on, pace_.rest_after(worked)};
  if (done_.posts > 0)
    spdlog::info("all stored posts are judged by model {}: {} were judged anew, {} of them otherwise", model_,
                 done_.posts, done_.changed);
  return {StepEnd::Kind::all_done};
}

}  // namespace nhs::daemon
