#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nhs {

enum class Lines : std::uint8_t { as_one, kept };

/// Text of anybody's as it may be shown: on a terminal, in a log, in a message. What no UTF-8 is becomes
/// U+FFFD; control, direction and invisible characters go, and accents piled on one letter beyond what any
/// script writes, so that it can neither run nor mislead. Joiners stay where scripts and emoji need them.
/// Lines::as_one: line ends become spaces. What shows is left alone, letters that look like others too. Pure
/// and thread-safe.
std::string shown_text(std::string_view text, Lines lines = Lines::as_one);

}  // namespace nhs
