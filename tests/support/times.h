#pragma once

#include <string_view>

#include "core/time.h"

/// Moments as tests write them down. What is no date throws.
namespace nhs::test {

inline UtcTime at(std::string_view rfc3339) { return parse_rfc3339(rfc3339).value(); }
inline LocalDay day(std::string_view iso) { return parse_day(iso).value(); }
inline TimeZone london() { return TimeZone::named("Europe/London").value(); }
/// Of those that start the daemon, whose clock is the machine's.
inline UtcTime now() { return SystemClock{}.now(); }

}  // namespace nhs::test
