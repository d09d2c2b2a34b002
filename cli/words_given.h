#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace nhs::cli {

/// Words about people that an option takes: as they are, or for `-` all that stdin holds, without white space
/// around it. What stands on the command line stays in the list of processes, in the shell's history and in
/// sudo's log.
///
/// Fails with no_input (66) where `-` is given and nothing comes.
Result<void> take_from_stdin(std::string_view option, std::string& words);

}  // namespace nhs::cli
