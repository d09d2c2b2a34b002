#pragma once

#include "cli/option_parser.h"

namespace nhs::cli {

/// Holds for the number of a post, as lists show it first.
CLI::Validator post_reference();

}  // namespace nhs::cli
