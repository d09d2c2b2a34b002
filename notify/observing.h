#pragma once

#include <optional>
#include <vector>

#include "config/config.h"
#include "core/result.h"
#include "notify/observation.h"
#include "report/source_health.h"
#include "store/disk_room.h"
#include "store/reader.h"

namespace nhs::notify {

/// What a look at rules goes by beside the store.
struct Surroundings {
  UtcTime now;
  TimeZone zone;  ///< in which the database counts its days
  /// With what each may spend, and whether somebody switched it off.
  std::vector<report::WatchedSource> sources = {};
  std::optional<store::DiskRoom> room = {};
};

/// How often a rule of this kind is looked at: what changes by the week need not be counted by the minute.
std::chrono::seconds looked_at_every(config::AlertKind kind);

/// What one rule finds now.
///
/// standings: of all rules, for what they were told already.
Result<std::vector<Observation>> observe(const config::AlertRule& rule, const store::Reader& reader,
                                         const Surroundings& around,
                                         const std::vector<store::AlertStanding>& standings);

}  // namespace nhs::notify
