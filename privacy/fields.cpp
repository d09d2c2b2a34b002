#include "privacy/fields.h"

#include <cstdint>
#include <limits>
#include <stdexcept>

namespace nhs::privacy {
namespace {

constexpr std::size_t kLengthBytes = 4;

}  // namespace

void append_field(std::string& bytes, std::string_view field) {
  if (field.size() > std::numeric_limits<std::uint32_t>::max())
    throw std::length_error("a field over 4 GiB cannot be hashed or sealed");
  const auto length = static_cast<std::uint32_t>(field.size());
  for (unsigned shift = 32; shift > 0;) bytes += static_cast<char>((length >> (shift -= 8)) & 0xFF);
  bytes += field;
}

std::optional<std::string_view> take_field(std::string_view& bytes) {
  if (bytes.size() < kLengthBytes) return std::nullopt;
  std::size_t length = 0;
  for (const char byte : bytes.substr(0, kLengthBytes))
    length = length << 8 | static_cast<std::uint8_t>(byte);
  if (bytes.size() - kLengthBytes < length) return std::nullopt;
  const std::string_view field = bytes.substr(kLengthBytes, length);
  bytes.remove_prefix(kLengthBytes + length);
  return field;
}

}  // namespace nhs::privacy
