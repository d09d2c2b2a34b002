#include "tests/support/local_id.h"

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

}  // namespace

std::string local_id(IdStyle style, UtcTime created_at, std::uint64_t serial) {
  const std::chrono::milliseconds since_1970 = created_at.time_since_epoch();
  const auto milliseconds = static_cast<std::uint64_t>(since_1970.count());
  if (style == IdStyle::ulid) return ulid(milliseconds, serial);
  return std::to_string((milliseconds << 16) | (serial & 0xFFFF));
}

}  // namespace nhs::test
