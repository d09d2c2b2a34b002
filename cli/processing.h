#pragma once

#include <string>
#include <vector>

#include "config/config.h"
#include "report/processing.h"
#include "store/safety.h"

namespace nhs::cli {

/// What a configuration has the program do with personal data, in words for the papers on data protection.
report::Processing processing_of(const config::Config& config, LocalDay today);

std::vector<std::string> names_of_sources(const config::Config& config);

/// Adds what is stored of others than these sources: imported files, and sources that are no longer
/// configured. No number of posts: papers are published.
void add_brought_posts(const std::vector<store::BroughtPosts>& brought, report::Processing& processing);

}  // namespace nhs::cli
