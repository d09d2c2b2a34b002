#pragma once

#include <chrono>
#include <optional>

#include "config/alerts.h"
#include "core/time.h"
#include "notify/observation.h"
#include "store/alert.h"

namespace nhs::notify {

/// However fast new causes come, they are told together no more often than this.
inline constexpr std::chrono::minutes kBetweenNews{15};

/// What one look makes of where a rule stood.
struct Step {
  store::AlertStanding standing;
  std::optional<store::AlertEvent> tell;  ///< what is to be told now; nothing for nothing
};

/// The states of an alert, quiet, pending, firing, and what is told on the way. Pure.
///
/// It fires once it held for `after`, and is over once it did not hold for as long: what flickers is told
/// once. It is told again after `repeat_every`, and when new causes came (a higher mark). Where nobody may be
/// told, nothing is, but it stays to be told: what still holds afterwards is told then, and the end of what
/// was told, too; what began and ended untold is not told at all. New posts about a group are no state: once
/// told, the rule is quiet again, those that come within kBetweenNews wait and are told together, and where
/// it never looked before it only takes note of what there is.
///
/// before: nothing for what was never looked at.  may_tell: false in quiet hours.
Step advance(const config::AlertRule& rule, const std::optional<store::AlertStanding>& before,
             const Observation& seen, UtcTime now, bool may_tell);

/// Whether there is nothing to remember of it.
bool is_forgettable(const store::AlertStanding& standing);

}  // namespace nhs::notify
