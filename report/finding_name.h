#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/values.h"

namespace nhs::report {

/// The value's name without what goes without saying: "Quality of care".
std::string_view plain_name_of(Value value);

/// What became of a value: "lived up to", "fallen short of", "only named".
std::string_view said_of_value(Direction direction);

/// What posts are about: "Compassion, fallen short of", "Compassion", or "All posts" without a value.
std::string finding_name(std::optional<Value> value, std::optional<Direction> direction);

}  // namespace nhs::report
