#pragma once

#include <string>
#include <vector>

#include "cli/option_parser.h"

namespace nhs::cli {

/// The names of an app's commands.
std::vector<std::string> commands_of(const CLI::App& app);

/// The command that these words name first; null where they name none.
const CLI::App* command_named(const CLI::App& app, const std::vector<std::string>& words);

/// A word that looks like an option and is none.
struct UnknownOption {
  std::string name;   ///< `--vale`; empty where there is no such word
  std::string meant;  ///< the option that it may have meant, ` (did you mean --value?)`; empty for none
};

/// The first such word, with regard to the options of the app and of the command.
///
/// command: may be null.
UnknownOption unknown_option(const CLI::App& app, const CLI::App* command,
                             const std::vector<std::string>& words);

/// What was meant by a word that stands where the command takes none, ` (did you mean --value compassion?)`:
/// filters or a time without their options, or a file for what goes to standard output. Empty where nobody
/// can tell.
std::string meant_by_unplaced(const CLI::App& app, const CLI::App* command);

/// The sentence about what is wrong with the words of a command: where a post or a shell was to be named and
/// was not, what is wanted.
std::string mistake_told(const std::string& mistake);

/// `help` and `help trends`, as people type it, in the words that are understood: `--help`, `trends --help`;
/// all others as they are.
std::vector<std::string> with_help_as_option(std::vector<std::string> words);

}  // namespace nhs::cli
