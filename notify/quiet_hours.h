#pragma once

#include "config/alerts.h"
#include "core/time.h"

namespace nhs::notify {

/// Whether a moment lies in the quiet hours, by the clock on the wall there, also on the days that have 23 or
/// 25 hours. Pure and thread-safe.
bool is_quiet(const config::QuietHours& hours, UtcTime moment, const TimeZone& zone);

}  // namespace nhs::notify
