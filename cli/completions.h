#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/context.h"
#include "cli/option_parser.h"

namespace nhs::cli {

/// One thing that may be typed next.
struct Candidate {
  std::string word;
  std::string meaning = {};
};

/// What may stand in the place of the last of these words, which has been begun. Where any file may, `files`
/// is set and nothing is listed.
struct Completion {
  std::vector<Candidate> candidates;
  bool files = false;
};

/// By the tables that parse the words themselves, so that it never lags behind them; names of sources and the
/// like come from the configuration, which need not be right.
///
/// words: those after the program's name.
Completion complete(const CLI::App& app, const Context& context, const std::vector<std::string>& words);

/// The words for the value of an option or a positional, as far as they are known beforehand; empty where
/// people write what they like.
///
/// command: the subcommand that it belongs to.  config: the configuration file named before, or empty.
Completion values_of(const CLI::Option& option, const CLI::App& command, const Context& context,
                     const std::string& config);

/// What stands for the value: `FILE`, `VALUE[:DIRECTION]`; without what checks it.
std::string type_of(const CLI::Option& option);

/// `{table,json}` in the type of an option, as words.
std::vector<std::string> choices_of(const CLI::Option& option);

/// The manual page nhsvalues(1) in man(7) macros, from what the commands declare.
///
/// date: of the release, `2026-11-26`.
std::string manual_of(const CLI::App& app, std::string_view date, std::string_view version);

// `completions SHELL`, and what is hidden: `complete`, which its scripts ask, and `manual`, which a build
// asks.
void add_completions(Command app, Context& context);
void add_manual(Command app, Context& context);

}  // namespace nhs::cli
