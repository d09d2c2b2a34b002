#pragma once

#include <chrono>
#include <string>
#include <thread>

#include "core/time.h"

namespace nhs::test {

/// A test that goes by today or yesterday must not go on in another day: waits for the next one where less
/// than a minute of this one is left.
inline void keep_clear_of_midnight(const std::string& zone) {
  const TimeZone there = TimeZone::named(zone).value();
  const UtcTime now = SystemClock{}.now();
  const UtcTime next_day = there.start_of(there.day_of(now) + std::chrono::days{1});
  if (next_day - now <= std::chrono::minutes{1})
    std::this_thread::sleep_until(next_day + std::chrono::seconds{1});
}

}  // namespace nhs::test
