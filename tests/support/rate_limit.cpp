#include "tests/support/rate_limit.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/time.h"

namespace nhs::test {

bool RateLimit::admits(Time now) {
  if (now >= window_end_) {
    window_end_ = now + (window_ - now.time_since_epoch() % window_);
    seen_ = 0;
  }
  return ++seen_ <= limit_;
}

std::vector<std::pair<std::string, std::string>> RateLimit::headers() const {
  const auto second = std::chrono::floor<std::chrono::seconds>(window_end_);
  const auto fraction = std::chrono::duration_cast<std::chrono::microseconds>(window_end_ - second);
  const std::string utc = format_utc(second);
  return {{"X-RateLimit-Limit", std::to_string(limit_)},
          {"X-RateLimit-Remaining", std::to_string(std::max(0, limit_ - seen_))},
          {"X-RateLimit-Reset", fmt::format("{}.{:06}Z", utc.substr(0, utc.size() - 1), fraction.count())}};
}

}  // namespace nhs::test
