#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "core/time.h"

namespace nhs::collector {

/// How cursors hold what many of them hold. A cursor is what an earlier version wrote, or somebody tampered
/// with: what cannot be is read as nothing. Pure and thread-safe.

/// Writes `key` where there is a time.
void put_time(JsonWriter& json, std::string_view key, std::optional<UtcTime> time);

std::optional<UtcTime> time_in(JsonView value);

/// At least 0, and so far from overflow that it can be added to.
int count_in(JsonView value);

/// The same number, for sums that outgrow an int.
std::int64_t large_count_in(JsonView value);

bool flag_in(JsonView value);

/// Writes `key` with a list of these, in their order.
template <typename Texts>
void put_texts(JsonWriter& json, std::string_view key, const Texts& texts) {
  json.key(key).begin_array();
  for (const std::string& text : texts) json.text(text);
  json.end_array();
}

std::vector<std::string> texts_in(JsonView list);

}  // namespace nhs::collector
