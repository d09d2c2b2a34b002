#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace nhs::test {

/// So many requests a window, counted as Mastodon does: in windows that begin at whole multiples of their
/// length. Not thread-safe.
class RateLimit {
 public:
  using Time = std::chrono::system_clock::time_point;

  RateLimit(int limit, std::chrono::milliseconds window) : limit_(limit), window_(window) {}

  /// Counts a request; false when it is one too many.
  bool admits(Time now);

  /// `X-RateLimit-Limit`, `-Remaining` and `-Reset` after the last request. The reset is a moment in ISO 8601
  /// with microseconds: who cuts off the fraction comes back too soon.
  std::vector<std::pair<std::string, std::string>> headers() const;

 private:
  int limit_;
  std::chrono::milliseconds window_;
  Time window_end_{};
  int seen_ = 0;
};

}  // namespace nhs::test
