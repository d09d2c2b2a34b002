#include "config/in_force.h"

#include <cstdlib>
#include <utility>

namespace nhs::config {
namespace {

Error joined(const ConfigErrors& errors) {
  std::string message;
  for (const std::string& line : errors.lines) message += (message.empty() ? "" : "\n") + line;
  return Error{ExitStatus::configuration, message};
}

}  // namespace

Result<Config> in_force(const std::string& config_option, const std::string& database_option) {
  const auto file = find(config_option);
  if (!file) return tl::unexpected(file.error());
  Config config = defaults();
  if (*file) {
    auto loaded = load(**file);
    if (!loaded) return tl::unexpected(joined(loaded.error()));
    config = *std::move(loaded);
  }
  const char* from_environment = std::getenv("NHSVALUES_DB");
  if (!database_option.empty())
    config.database = database_option;
  else if (from_environment != nullptr && *from_environment != '\0')
    config.database = from_environment;
  return config;
}

std::string configuration_missed(const Config& config) {
  const bool nobody_named_it = config.file.empty() && config.database == defaults().database;
  return nobody_named_it ? "; no configuration was found: name one with --config FILE or NHSVALUES_CONFIG"
                         : "";
}

Error with_configuration_missed(Error error, const Config& config) {
  if (error.status == ExitStatus::no_input || error.status == ExitStatus::cannot_create)
    error.message += configuration_missed(config);
  return error;
}

}  // namespace nhs::config
