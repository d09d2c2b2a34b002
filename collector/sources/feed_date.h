#pragma once

#include <optional>
#include <string_view>

#include "core/time.h"

namespace nhs::collector {

/// A date as feeds write it: RFC 822 with two or four digits of the year, RFC 3339, and what is found in the
/// wild (ISO dates in RSS, missing seconds or time, month names in full or in a few languages, `GMT+1`,
/// `BST`, Unix time). The weekday is ignored. A zone that is unknown, missing or beyond -12:00 to +14:00
/// counts as UTC. Nothing when the day or the time does not exist, or the text is no date: never a guess.
/// Pure and thread-safe.
std::optional<UtcTime> parse_feed_date(std::string_view text);

}  // namespace nhs::collector
