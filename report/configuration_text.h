#pragma once

#include <string>
#include <vector>

#include "core/json.h"

namespace nhs::report {

/// Which configuration is in force, and which the file has now, each by its hash (config/keys_in_force.h).
struct ConfigurationState {
  std::string file;      ///< empty for built-in defaults
  std::string hash;      ///< of the file as it is now
  std::string in_force;  ///< that the daemon goes by; empty where none runs, or it has not said
  std::string remark;    ///< what of the file the daemon does not take on, and why; empty for nothing
  std::vector<std::string> doubts = {};  ///< of the file as it is now: right in form, and perhaps not meant
};

/// `0123456789abcdef, in force`.
std::string configuration_in_short(const ConfigurationState& state);

/// A line for what wants somebody's attention; none when the daemon goes by the file as it is and nothing in
/// it is in doubt.
std::vector<std::string> configuration_warnings(const ConfigurationState& state);

/// The member `configuration` of `nhsvalues.status/1`.
void write_configuration(JsonWriter& json, const ConfigurationState& state);

}  // namespace nhs::report
