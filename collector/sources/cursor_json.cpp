#include "collector/sources/cursor_json.h"

#include <algorithm>

namespace nhs::collector {

void put_time(JsonWriter& json, std::string_view key, std::optional<UtcTime> time) {
  if (time) json.key(key).text(format_utc(*time));
}

std::optional<UtcTime> time_in(JsonView value) { return parse_rfc3339(value.text().value_or("")); }

std::int64_t large_count_in(JsonView value) {
  constexpr std::int64_t largest = 1'000'000'000;
  return std::clamp<std::int64_t>(value.integer().value_or(0), 0, largest);
}

int count_in(JsonView value) { return static_cast<int>(large_count_in(value)); }

bool flag_in(JsonView value) { return value.boolean().value_or(false); }

std::vector<std::string> texts_in(JsonView list) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < list.size(); ++i) texts.push_back(list.at(i).text_or_empty());
  return texts;
}

}  // namespace nhs::collector
