#include "collector/recheck.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "collector/sources/post_text.h"
#include "core/text.h"

namespace nhs::collector {

bool has_lost_topic(const PostToRecheck& stored, const Post& shown, const Topic& topic, bool dated) {
  if (stored.tags.empty() || carries(topic, shown.tags)) return false;
  if (dated && shown.edited_at <= stored.edited_at) return false;
  if (carries(topic, stored.tags)) return true;
  return std::none_of(stored.tags.begin(), stored.tags.end(),
                      [&](const std::string& tag) { return carries_topic("", shown.tags, tag); });
}

RecheckOutcome as_recheck_outcome(PollOutcome outcome) {
  if (auto* failed = std::get_if<Failed>(&outcome)) return std::move(*failed);
  if (auto* limited = std::get_if<RateLimited>(&outcome)) return std::move(*limited);
  if (auto* on = std::get_if<Proceed>(&outcome)) return std::move(*on);
  throw std::logic_error("a page of posts is no outcome of this question");
}

}  // namespace nhs::collector
