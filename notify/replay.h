#pragma once

#include <string>
#include <vector>

#include "config/config.h"
#include "core/result.h"
#include "notify/observing.h"
#include "store/alert.h"

namespace nhs::notify {

/// When a rule would have told something, as history has it now.
struct Replay {
  LocalDay since;
  std::vector<store::AlertMessage> messages;  ///< in the order of time
  /// What of the past cannot be known, or was so before it, in sentences; empty for nothing.
  std::string limits;
};

/// Replays a rule over so many days of history, through the same readings and states as the daemon, without
/// quiet hours, and says so where it has some. What it looks at is what is known today: posts that came late,
/// or were judged anew since, are in it.
Result<Replay> replay(const config::AlertRule& rule, const store::Reader& reader, const Surroundings& around,
                      int days);

}  // namespace nhs::notify
