#pragma once

#include <chrono>
#include <cstdint>

namespace nhs::daemon {

/// How long a long work rests after a step that failed: a full disk does not go away at once.
inline constexpr std::chrono::steady_clock::duration kRestAfterFailure = std::chrono::seconds{60};

/// How much of a long work is done at a time beside collection, which waits for each step to end: as many
/// posts as a machine of any speed has done within 30 ms, and a rest after each step. Not thread-safe.
class Pace {
 public:
  using Duration = std::chrono::steady_clock::duration;

  struct Limits {
    std::int64_t first;  ///< posts of the first step
    std::int64_t most;   ///< and of any
    int rest_for_work;   ///< how many times as long as it worked it rests
    Duration shortest_rest;
  };

  explicit Pace(Limits limits) : limits_(limits), posts_(limits.first) {}

  std::int64_t posts() const { return posts_; }

  /// After a step of posts() took so long: the next one takes half as many or twice as many, or the same.
  void learn(Duration worked);
  Duration rest_after(Duration worked) const;

 private:
  Limits limits_;
  std::int64_t posts_;
};

}  // namespace nhs::daemon
