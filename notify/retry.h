#pragma once

#include <optional>

#include "core/time.h"

namespace nhs::notify {

/// When a message is tried again that could not be delivered: twice as late each time, from half a minute to
/// an hour, of which the later half is chance, so that many do not come back together. Nothing once it is
/// three days old: then it is given up, and `alerts` and `status` say so. Pure and thread-safe.
///
/// tries: failed so far, at least 1.  unit_random: uniform in [0, 1).
std::optional<UtcTime> next_try(int tries, UtcTime message_at, UtcTime now, double unit_random);

}  // namespace nhs::notify
