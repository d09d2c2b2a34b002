#include "cli/words_meant.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/choice.h"
#include "core/period.h"

namespace nhs::cli {
namespace {

void add_options_of(const CLI::App& app, std::vector<std::string>& options) {
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames()) options.push_back("--" + name);
}

/// Of the app, the command, and the commands that it has itself.
std::vector<std::string> options_of(const CLI::App& app, const CLI::App* command) {
  std::vector<std::string> options;
  add_options_of(app, options);
  if (command == nullptr) return options;
  add_options_of(*command, options);
  for (const CLI::App* below : command->get_subcommands([](const CLI::App*) { return true; }))
    add_options_of(*below, options);
  return options;
}

}  // namespace

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  return names;
}

const CLI::App* command_named(const CLI::App& app, const std::vector<std::string>& words) {
  const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
  for (const std::string& word : words)
    for (const CLI::App* command : commands)
      if (command->get_name() == word) return command;
  return nullptr;
}

UnknownOption unknown_option(const CLI::App& app, const CLI::App* command,
                             const std::vector<std::string>& words) {
  const std::vector<std::string> known = options_of(app, command);
  for (const std::string& word : words) {
    if (word == "--") break;
    const std::string option = word.substr(0, word.find('='));
    if (option.size() < 3 || option.rfind("--", 0) != 0) continue;
    if (std::find(known.begin(), known.end(), option) == known.end())
      return {option, did_you_mean(option, known)};
  }
  return {};
}

std::string meant_by_unplaced(const CLI::App& app, const CLI::App* command) {
  const std::vector<std::string> known = options_of(app, command);
  const auto takes = [&](std::string_view options) {
    return !options.empty() &&
           std::find(known.begin(), known.end(), options.substr(0, options.find(' '))) != known.end();
  };
  constexpr LocalDay kAnyDay{};
  for (const std::string& word : app.remaining(true)) {
    if (word == "-o") return " (the answer goes to standard output: nhsvalues … > FILE)";
    if (const std::string options = options_meant_by(word); takes(options))
      return fmt::format(" (did you mean {}?)", options);
    if (takes("--period") && parse_period(word, kAnyDay))
      return fmt::format(" (did you mean --period {}?)", word);
  }
  return {};
}

std::string mistake_told(const std::string& mistake) {
  if (mistake == "ref is required") return "say which post: its number, as `nhsvalues posts` shows it";
  if (mistake == "shell is required") return "name a shell: bash, zsh or fish";
  return mistake;
}

std::vector<std::string> with_help_as_option(std::vector<std::string> words) {
  if (words.empty() || words.front() != "help") return words;
  words.erase(words.begin());
  words.emplace_back("--help");
  return words;
}

}  // namespace nhs::cli
