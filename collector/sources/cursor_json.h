#pragma once

#include <optional>
#include <string_view>

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

bool flag_in(JsonView value);

}  // namespace nhs::collector
