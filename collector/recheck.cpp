#include "collector/recheck.h"

#include <stdexcept>
#include <utility>

namespace nhs::collector {

RecheckOutcome as_recheck_outcome(PollOutcome outcome) {
  if (auto* failed = std::get_if<Failed>(&outcome)) return std::move(*failed);
  if (auto* limited = std::get_if<RateLimited>(&outcome)) return std::move(*limited);
  if (auto* on = std::get_if<Proceed>(&outcome)) return std::move(*on);
  throw std::logic_error("a page of posts is no outcome of this question");
}

}  // namespace nhs::collector
