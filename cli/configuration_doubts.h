#pragma once

#include <string>
#include <vector>

#include "config/config.h"

namespace nhs::cli {

/// What is not wrong with a configuration by itself, but will keep nhsvaluesd from starting, or a source from
/// being asked, or a message from going out: by files as they are now, seen as the daemon's user sees them,
/// and by addresses and names as they stand. Each a sentence, with what to do. Asks nobody, changes nothing.
///
/// in_force: the daemon reads this very file; else it may be a draft that lies anywhere.
std::vector<std::string> doubts_about(const config::Config& config, bool in_force);

/// Times of `[retention]` that are longer than the purposes of the papers need, each a sentence.
std::vector<std::string> doubts_about_long_keeping(const config::Retention& retention);

/// That days are still counted in the zone of the last writer, a sentence; empty where it is the configured
/// one.
///
/// counted_in: as the database says.
std::string doubt_about_zone(const config::Config& config, const TimeZone& counted_in);

}  // namespace nhs::cli
