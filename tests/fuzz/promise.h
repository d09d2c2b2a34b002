#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string_view>

#include "core/text.h"

namespace nhs::test {

/// Ends the run where a promise is broken. Nobody catches it under libFuzzer, which then keeps the input; a
/// test shows the sentence.
inline void must(bool holds, const char* promise) {
  if (!holds) throw std::logic_error(promise);
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// UTF-8 without control characters: what every text from outside is made.
inline bool is_clean(std::string_view text) { return repaired(text) == text; }

/// Fit for a person, in a log or a table.
inline bool is_one_short_line(std::string_view text) {
  return text.size() <= 1000 && is_clean(text) && text.find('\n') == std::string_view::npos;
}

}  // namespace nhs::test
