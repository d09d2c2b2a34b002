#pragma once

#include <map>
#include <string>
#include <vector>

#include "config/config.h"
#include "report/processing.h"
#include "store/safety.h"

namespace nhs::cli {

/// What a configuration has the program do with personal data, in words for the papers on data protection.
///
/// unknown_networks: as unknown_in_retention() gives them (network_names.h); the papers mark their days.
report::Processing processing_of(const config::Config& config, LocalDay today,
                                 const std::map<std::string, std::string>& unknown_networks);

/// What the configured targets are sent and by which host, each a line for a list of recipients; empty where
/// no message leaves this machine.
std::vector<std::string> messages_sent(const config::Config& config);

/// Adds what is stored of others than these sources: imported files, those that may not be of public posts
/// apart from the rest, and sources that are no longer configured. No number of posts: papers are published.
void add_brought_posts(const std::vector<store::BroughtPosts>& brought, report::Processing& processing);

}  // namespace nhs::cli
