#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "core/time.h"

namespace nhs::report {

/// Members that many documents write alike; what is not known is null. Thread-safe for different writers.

/// Null where it is empty.
inline void write_integer_or_null(JsonWriter& json, std::string_view key,
                                  std::optional<std::int64_t> number) {
  json.key(key);
  if (number)
    json.integer(*number);
  else
    json.null();
}

inline void write_text_or_null(JsonWriter& json, std::string_view key, std::string_view text) {
  json.key(key);
  if (text.empty())
    json.null();
  else
    json.text(text);
}

inline void write_texts(JsonWriter& json, std::string_view key, const std::vector<std::string>& texts) {
  json.key(key).begin_array();
  for (const std::string& text : texts) json.text(text);
  json.end_array();
}

inline void write_integer(JsonWriter& json, std::string_view key, const std::optional<std::int64_t>& number) {
  json.key(key);
  if (number)
    json.integer(*number);
  else
    json.null();
}

inline void write_number(JsonWriter& json, std::string_view key, const std::optional<double>& number,
                         int decimals) {
  json.key(key);
  if (number)
    json.number(*number, decimals);
  else
    json.null();
}

inline void write_time(JsonWriter& json, std::string_view key, const std::optional<UtcTime>& time) {
  json.key(key);
  if (time)
    json.text(format_utc(*time));
  else
    json.null();
}

inline void write_day(JsonWriter& json, std::string_view key, const std::optional<LocalDay>& day) {
  json.key(key);
  if (day)
    json.text(format_day(*day));
  else
    json.null();
}

/// A value, a kind, a group: what has an id_of.
template <typename Enum>
void write_id(JsonWriter& json, std::string_view key, const std::optional<Enum>& member) {
  json.key(key);
  if (member)
    json.text(id_of(*member));
  else
    json.null();
}

}  // namespace nhs::report
