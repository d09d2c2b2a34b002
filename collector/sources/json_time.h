#pragma once

#include <optional>
#include <string>

#include "core/json.h"
#include "core/time.h"

namespace nhs::collector {

/// A moment in a format of docs/generic-json.md (`map.time_format`); fractions of a second are cut off.
/// Nothing for false, null and what is no such moment. Pure and thread-safe.
std::optional<UtcTime> json_time(JsonView value, const std::string& format);

/// A moment as `catch_up.time_format` says. Pure and thread-safe.
std::string written_time(UtcTime time, const std::string& format);

}  // namespace nhs::collector
