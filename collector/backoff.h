#pragma once

#include <chrono>

namespace nhs::collector {

struct BackoffLimits {
  std::chrono::milliseconds base{2'000};
  std::chrono::milliseconds cap{15 * 60 * 1'000};
};

/// How long to leave a failing source alone.
///
/// Full jitter: uniform in [0, min(cap, base * 2^(failures - 1))], so that many clients do not come back
/// together (Brooker, "Exponential Backoff And Jitter", 2015). Pure and thread-safe.
///
/// failures: in a row, at least 1.  unit_random: uniform in [0, 1).
std::chrono::milliseconds backoff(int failures, double unit_random, const BackoffLimits& limits);

}  // namespace nhs::collector
