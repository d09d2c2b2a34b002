#include "tests/support/local_id.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace nhs::test {
namespace {

std::string ulid(std::uint64_t milliseconds, std::uint64_t serial) {
  constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  constexpr std::size_t time_digits = 10;
  std::string id(26, '0');
  for (std::size_t i = time_digits; i-- > 0; milliseconds >>= 5) id[i] = alphabet[milliseconds & 31];
  for (std::size_t i = id.size(); i-- > time_digits; serial >>= 5) id[i] = alphabet[serial & 31];
  return id;
}

/// 128 bits in base 62 without leading zeros, by long division of 32-bit digits.
std::string flake(std::uint64_t milliseconds, std::uint64_t serial) {
  constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::array<std::uint64_t, 4> digits = {milliseconds >> 32, milliseconds & 0xFFFFFFFF, serial >> 32,
                                         serial & 0xFFFFFFFF};
  const auto is_zero = [](std::uint64_t digit) { return digit == 0; };
  std::string id;
  while (!std::all_of(digits.begin(), digits.end(), is_zero)) {
    std::uint64_t rest = 0;
    for (std::uint64_t& digit : digits) {
      const std::uint64_t dividend = rest << 32 | digit;
      digit = dividend / alphabet.size();
      rest = dividend % alphabet.size();
    }
    id += alphabet[rest];
  }
  std::reverse(id.begin(), id.end());
  return id;
}

}  // namespace

std::string local_id(IdStyle style, UtcTime created_at, std::uint64_t serial) {
  const std::chrono::milliseconds since_1970 = created_at.time_since_epoch();
  const auto milliseconds = static_cast<std::uint64_t>(since_1970.count());
  if (style == IdStyle::flake) return flake(milliseconds, serial);
  if (style == IdStyle::ulid) return ulid(milliseconds, serial);
  return std::to_string((milliseconds << 16) | (serial & 0xFFFF));
}

}  // namespace nhs::test
