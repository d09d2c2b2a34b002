#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/time.h"

namespace nhs::collector {

/// A post's id on X, a snowflake: milliseconds since 2010-11-04T01:42:54.657Z shifted left by 22 bits, then
/// machine and serial number, 63 bits in all. Greater is newer. 0 stands for none.
using XId = std::int64_t;

/// The id that stands in a text as X sends it; nothing for what is none. Pure and thread-safe.
std::optional<XId> parse_x_id(std::string_view text);

/// When a post of this id was written, cut to the second. Pure and thread-safe.
UtcTime time_of_x_id(XId id);

/// The smallest id that a post of this moment can have; 1 for all before the first snowflake. Pure and
/// thread-safe.
XId first_x_id_at(UtcTime time);

}  // namespace nhs::collector
