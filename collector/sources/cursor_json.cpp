#include "collector/sources/cursor_json.h"

#include <algorithm>

namespace nhs::collector {

void put_time(JsonWriter& json, std::string_view key, std::optional<UtcTime> time) {
  if (time) json.key(key).text(format_utc(*time));
}

std::optional<UtcTime> time_in(JsonView value) { return parse_rfc3339(value.text().value_or("")); }

int count_in(JsonView value) {
  constexpr std::int64_t largest = 1'000'000'000;
  return static_cast<int>(std::clamp<std::int64_t>(value.integer().value_or(0), 0, largest));
}

bool flag_in(JsonView value) { return value.boolean().value_or(false); }

}  // namespace nhs::collector
