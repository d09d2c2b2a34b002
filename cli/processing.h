#pragma once

#include "config/config.h"
#include "report/processing.h"

namespace nhs::cli {

/// What a configuration has the program do with personal data, in words for the papers on data protection.
report::Processing processing_of(const config::Config& config, LocalDay today);

}  // namespace nhs::cli
