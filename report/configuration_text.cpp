#include "report/configuration_text.h"
#include "report/json_members.h"

#include <fmt/format.h>

namespace nhs::report {

std::string configuration_in_short(const ConfigurationState& state) {
  if (state.in_force.empty()) return state.hash;
  if (state.in_force == state.hash) return state.hash + ", in force";
  return fmt::format("{} in force; the file has {}", state.in_force, state.hash);
}

std::vector<std::string> configuration_warnings(const ConfigurationState& state) {
  std::vector<std::string> warnings;
  // Whoever has no file asks about a daemon of somebody else's configuration.
  const bool is_another = !state.in_force.empty() && state.in_force != state.hash && !state.file.empty();
  if (!state.remark.empty())
    warnings.push_back(fmt::format("configuration: {}", state.remark));
  else if (is_another)
    warnings.push_back(fmt::format(
        "configuration: nhsvaluesd goes by another than {} has now; `systemctl reload nhsvaluesd` has it read",
        state.file));
  for (const std::string& doubt : state.doubts) warnings.push_back(fmt::format("configuration: {}", doubt));
  return warnings;
}

void write_configuration(JsonWriter& json, const ConfigurationState& state) {
  json.key("configuration").begin_object().key("file").text(state.file).key("hash").text(state.hash);
  write_text_or_null(json, "in_force", state.in_force);
  json.key("remark").text(state.remark).end_object();
}

}  // namespace nhs::report
