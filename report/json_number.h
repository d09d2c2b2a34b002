#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/json.h"

namespace nhs::report {

/// A key with a number, or null where there is none. Thread-safe for different writers.
inline void write_optional(JsonWriter& json, std::string_view key,
                           const std::optional<std::int64_t>& number) {
  json.key(key);
  if (number)
    json.integer(*number);
  else
    json.null();
}

}  // namespace nhs::report
