#pragma once

#include <map>
#include <string>
#include <vector>

#include "config/config.h"
#include "store/safety.h"

namespace nhs::cli {

/// The networks whose posts a source of this kind brings; none where the description of its service cannot be
/// read.
std::vector<std::string> networks_of(const config::SourceConfig& source, const config::Config& config);

/// The networks of which anything was ever stored; none where there is no database that can be read.
std::vector<std::string> stored_networks(const config::Config& config);

/// Networks of which files brought texts with nothing that tells that they were ever public, and which are
/// not those of a service that the program reads: answers to a survey, say.
///
/// brought: by others than the configured sources (store/safety.h).
std::vector<std::string> networks_of_files(const std::vector<store::BroughtPosts>& brought);

/// Networks that `[retention]` has days for and of which nothing is known: the program knows no such name, no
/// configured source brings posts of it, and none is stored. By name, each with a line that says so and which
/// one may have been meant. Such days are for no post, and the network that was meant goes by others.
std::map<std::string, std::string> unknown_in_retention(const config::Config& config);

}  // namespace nhs::cli
