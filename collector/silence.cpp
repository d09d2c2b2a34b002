#include "collector/silence.h"

#include <utility>

namespace nhs::collector {

bool Silence::unanswered(SteadyTime now) {
  if (!since_) since_ = now;
  if (after_ == after_.zero() || now - *since_ < after_) return false;
  return !std::exchange(told_, true);
}

bool Silence::answered() {
  since_.reset();
  return std::exchange(told_, false);
}

}  // namespace nhs::collector
