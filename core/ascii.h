#pragma once

#include <string>
#include <string_view>

namespace nhs {

/// Characters as in ASCII, whatever the locale; bytes of longer characters are none of these and stay as they
/// are. Pure and thread-safe.

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_letter(char c) { return is_upper(c) || is_lower(c); }
constexpr char upper(char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }
constexpr char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

inline std::string lower(std::string_view text) {
  std::string result{text};
  for (char& c : result) c = lower(c);
  return result;
}

}  // namespace nhs
