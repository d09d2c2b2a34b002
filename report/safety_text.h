#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "store/doctor.h"
#include "store/safety.h"

namespace nhs::report {

/// What of people's safety and rights is not as it should be, for `status`: what nobody looks for until it is
/// late.
struct SafetyState {
  store::Safety stored;
  store::KeyAtHand key;
  /// Why nothing can be stored in the file; empty when it can.
  std::string read_only;
};

/// A line for each thing that wants somebody's attention.
std::vector<std::string> safety_warnings(const SafetyState& state, UtcTime now);

/// Members of `nhsvalues.status/1`: `concerns`, `erasing_since`, `key`, `forgotten_under_lost_key`,
/// `read_only`.
void write_safety(JsonWriter& json, const SafetyState& state);

}  // namespace nhs::report
