#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "config/config.h"

namespace nhs::config {

/// The configuration that a program goes by: the file that find() names, or defaults() where there is none
/// (Config::file is then empty). Its database is the option's, else $NHSVALUES_DB's, else the file's.
///
/// Options that were not given are empty. Fails as find() does, and with configuration (78) for a faulty
/// file: the message then has a line for each fault.
Result<Config> in_force(const std::string& config_option, const std::string& database_option);

/// Where find() looks for a file when none is named, in this order.
std::vector<std::filesystem::path> usual_places();

/// "; no configuration was found: …" where the database's place is only the default for that; else empty.
std::string configuration_missed(const Config& config);

/// Why a database cannot be opened, or put where it is to be. Where it, or the folder for it, is missing
/// (66, 73), the message says that no configuration was found, if that is why it was looked for there.
Error with_configuration_missed(Error error, const Config& config);

}  // namespace nhs::config
