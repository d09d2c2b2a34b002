#pragma once

#include <chrono>
#include <optional>

#include "core/time.h"

namespace nhs::collector {

/// How far another server's clock may be ahead of ours.
inline constexpr std::chrono::seconds kClockSkew{120};

/// A post's date, or nothing when it cannot be one: in the future, or before 1995, when no post of a kind
/// that we read existed (a zero or a default in somebody's software). Such posts stay undated rather than
/// bend a trend.
inline std::optional<UtcTime> plausible_date(std::optional<UtcTime> date, UtcTime now) {
  constexpr UtcTime year_1995{std::chrono::seconds{788918400}};
  if (!date || *date < year_1995 || *date > now + kClockSkew) return std::nullopt;
  return date;
}

}  // namespace nhs::collector
