#include "collector/sources/x_id.h"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace nhs::collector {
namespace {

constexpr std::int64_t kEpochMilliseconds = 1288834974657;
constexpr int kSerialBits = 22;

/// The latest time, in milliseconds since that epoch, that an id has room for.
constexpr std::int64_t kLatestMilliseconds = (std::int64_t{1} << (63 - kSerialBits)) - 1;

}  // namespace

std::optional<XId> parse_x_id(std::string_view text) {
  XId id = 0;
  const char* end = text.data() + text.size();
  const auto [rest, fault] = std::from_chars(text.data(), end, id);
  if (fault != std::errc{} || rest != end || id <= 0) return std::nullopt;
  return id;
}

UtcTime time_of_x_id(XId id) {
  const std::chrono::milliseconds since_1970{(id >> kSerialBits) + kEpochMilliseconds};
  return UtcTime{std::chrono::floor<std::chrono::seconds>(since_1970)};
}

XId first_x_id_at(UtcTime time) {
  const std::chrono::milliseconds since_1970 = time.time_since_epoch();
  const auto since_epoch =
      std::clamp<std::int64_t>(since_1970.count() - kEpochMilliseconds, 0, kLatestMilliseconds);
  return std::max<XId>(1, since_epoch << kSerialBits);
}

}  // namespace nhs::collector
