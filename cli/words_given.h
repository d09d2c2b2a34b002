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

/// Whether what an option says is one line of valid text, or empty. Fails with usage (64).
///
/// longest: in bytes.
Result<void> check_line(std::string_view option, std::string_view words, std::size_t longest);

/// The same of a note, which may have several lines and is as long as control::kLongestNote at the most.
Result<void> check_note(std::string_view option, std::string_view words);

}  // namespace nhs::cli
