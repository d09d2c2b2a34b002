#pragma once

#include "cli/option_parser.h"

namespace nhs::cli {

/// Holds for the number of a post, as lists show it first.
Check post_reference();

/// The same, or its `h:…` from an export. Says what is wanted and repeats nothing, for where people are named
/// beside posts a name may stand in the wrong place.
Check post_reference_or_id();

}  // namespace nhs::cli
