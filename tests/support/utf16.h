#pragma once

#include <string>
#include <string_view>

namespace nhs::test {

enum class ByteOrder { little_endian, big_endian };

/// A file in UTF-16 with its byte order mark, as Excel writes "Unicode text" (little-endian).
inline std::string in_utf16(std::u16string_view text, ByteOrder order = ByteOrder::little_endian) {
  std::string bytes;
  const auto add = [&](char16_t unit) {
    const char high = static_cast<char>(unit >> 8);
    const char low = static_cast<char>(unit & 0xFF);
    bytes += order == ByteOrder::big_endian ? high : low;
    bytes += order == ByteOrder::big_endian ? low : high;
  };
  add(0xFEFF);
  for (const char16_t unit : text) add(unit);
  return bytes;
}

}  // namespace nhs::test
