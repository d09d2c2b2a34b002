#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"

namespace nhs::store {

/// What a check came to.
enum class Verdict : std::uint8_t { holds, fails, not_checked };

/// One thing that was looked at.
struct HealthCheck {
  std::string name;  ///< `rollups`; once in a report
  Verdict verdict = Verdict::holds;
  std::string found;   ///< what was looked at and how it is, in words
  std::string remedy;  ///< what to do; empty where nothing is to be done
  /// `repair` would put it right.
  bool repairable = false;
};

/// True when none failed.
inline bool all_well(const std::vector<HealthCheck>& checks) {
  for (const HealthCheck& each : checks)
    if (each.verdict == Verdict::fails) return false;
  return true;
}

/// What a database or a backup holds.
struct Contents {
  std::int64_t posts = 0;  ///< that count
  std::int64_t withdrawn = 0;
  std::int64_t set_aside = 0;
  std::int64_t labelled = 0;
  std::optional<UtcTime> newest_post_at;
  std::optional<UtcTime> last_seen_at;  ///< when the last post was taken in
  int schema_version = 0;
  std::string key_fingerprint;
  std::string timezone;
  std::int64_t bytes = 0;
};

}  // namespace nhs::store
