#pragma once

#include <string>
#include <vector>

#include "config/config.h"
#include "notify/observation.h"
#include "store/alert.h"

namespace nhs::notify {

/// What a rule found at one look.
struct Looked {
  const config::AlertRule* rule = nullptr;
  std::vector<Observation> seen;
};

/// What is to be kept, and whom it is told, of a look at some of the rules. Pure. What is no longer in the
/// configuration, a rule or a thing that one watches, is forgotten without a word.
///
/// zone: of quiet hours.
store::AlertChanges evaluated(const std::vector<Looked>& looked,
                              const std::vector<store::AlertStanding>& standings,
                              const config::Config& config, const TimeZone& zone, UtcTime now);

/// What a message is to say.
store::AlertMessage message_of(const config::AlertRule& rule, const Observation& seen,
                               store::AlertEvent event, UtcTime since, UtcTime now);

/// The targets of a rule: those it names, or all there are.
std::vector<std::string> targets_of(const config::AlertRule& rule, const config::Config& config);

}  // namespace nhs::notify
