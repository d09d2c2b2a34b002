#pragma once

#include <optional>
#include <string_view>

#include "core/json.h"
#include "core/time.h"

namespace nhs::report {

/// Writes a member that is a moment, or null.
inline void write_time(JsonWriter& json, std::string_view key, const std::optional<UtcTime>& time) {
  json.key(key);
  if (time)
    json.text(format_utc(*time));
  else
    json.null();
}

/// The same of a day.
inline void write_day(JsonWriter& json, std::string_view key, const std::optional<LocalDay>& day) {
  json.key(key);
  if (day)
    json.text(format_day(*day));
  else
    json.null();
}

}  // namespace nhs::report
