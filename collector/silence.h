#pragma once

#include <chrono>
#include <optional>

#include "collector/pause.h"

namespace nhs::collector {

/// Notices when a source has answered nothing for long, and when it answers again: each is worth one line in
/// the log. A page without posts is an answer. Not thread-safe.
class Silence {
 public:
  /// after: how long is long; zero for never.
  explicit Silence(std::chrono::seconds after) : after_(after) {}

  /// A run got no answer. True when that makes the source silent now.
  bool unanswered(SteadyTime now);

  /// A run got an answer. True when that ends a silence.
  bool answered();

 private:
  std::chrono::seconds after_;
  std::optional<SteadyTime> since_;
  bool told_ = false;
};

}  // namespace nhs::collector
