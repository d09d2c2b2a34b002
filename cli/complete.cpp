#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/completions.h"

namespace nhs::cli {
namespace {

bool takes_a_value(const CLI::Option& option) { return option.get_items_expected_max() > 0; }

bool is_shown(const std::string& group) { return !group.empty(); }

/// A command, its own options before those that hold everywhere.
std::vector<const CLI::Option*> options_of(const CLI::App* command) {
  std::vector<const CLI::Option*> options;
  for (; command != nullptr; command = command->get_parent())
    for (const CLI::Option* option : command->get_options())
      if (option->nonpositional() && is_shown(option->get_group()) &&
          std::none_of(options.begin(), options.end(),
                       [&](const CLI::Option* one) { return one->get_lnames() == option->get_lnames(); }))
        options.push_back(option);
  return options;
}

const CLI::Option* option_named(const CLI::App* command, const std::string& word) {
  for (const CLI::Option* option : options_of(command))
    if (option->check_name(word)) return option;
  return nullptr;
}

/// The one that takes the value at this place; the last takes all that come when it takes several.
const CLI::Option* positional_at(const CLI::App& command, std::size_t place) {
  for (const CLI::Option* option : command.get_options()) {
    if (!option->get_positional()) continue;
    const auto room = static_cast<std::size_t>(std::max(1, option->get_items_expected_max()));
    if (place < room) return option;
    place -= room;
  }
  return nullptr;
}

/// How far the words lead that are finished.
struct Position {
  const CLI::App* command;
  const CLI::Option* awaiting = nullptr;  ///< whose value comes next
  std::size_t place = 0;                  ///< so many positionals are there
  bool only_positionals = false;          ///< after --
  std::string config = {};
};

void take_value(Position& at, const std::string& value) {
  if (at.awaiting->check_lname("config")) at.config = value;
  at.awaiting = nullptr;
}

void take_option(Position& at, const std::string& word) {
  const std::size_t equals = word.find('=');
  const CLI::Option* option = option_named(at.command, word.substr(0, equals));
  if (option == nullptr || !takes_a_value(*option)) return;
  at.awaiting = option;
  if (equals != std::string::npos) take_value(at, word.substr(equals + 1));
}

void take_word(Position& at, const std::string& word) {
  if (word == "--") {
    at.only_positionals = true;
    return;
  }
  if (word.size() > 1 && word[0] == '-' && !at.only_positionals) return take_option(at, word);
  if (at.place == 0 && !at.only_positionals)
    for (const CLI::App* one : at.command->get_subcommands([](const CLI::App*) { return true; }))
      if (one->check_name(word)) {
        at.command = one;
        return;
      }
  ++at.place;
}

/// bash hands `--value=x` on as three words, of which the second means nothing.
Position position_after(const CLI::App& app, const std::vector<std::string>& finished) {
  Position at{&app};
  for (const std::string& word : finished) {
    if (at.awaiting == nullptr)
      take_word(at, word);
    else if (word != "=")
      take_value(at, word);
  }
  return at;
}

std::vector<Candidate> options_from(const CLI::App* command) {
  std::vector<Candidate> found;
  for (const CLI::Option* option : options_of(command))
    for (const std::string& name : option->get_lnames())
      found.push_back({"--" + name, option->get_description()});
  return found;
}

Completion at_word(const Position& at, const Context& context) {
  Completion found;
  if (at.place == 0 && !at.only_positionals)
    for (const CLI::App* one : at.command->get_subcommands([](const CLI::App*) { return true; }))
      if (is_shown(one->get_group())) found.candidates.push_back({one->get_name(), one->get_description()});
  if (const CLI::Option* const positional = positional_at(*at.command, at.place)) {
    Completion values = values_of(*positional, *at.command, context, at.config);
    found.files = values.files && found.candidates.empty();
    found.candidates.insert(found.candidates.end(), values.candidates.begin(), values.candidates.end());
  }
  return found;
}

void keep_those_that_begin(Completion& found, const std::string& begun) {
  auto& all = found.candidates;
  all.erase(std::remove_if(all.begin(), all.end(),
                           [&](const Candidate& one) { return one.word.rfind(begun, 0) != 0; }),
            all.end());
}

}  // namespace

Completion complete(const CLI::App& app, const Context& context, const std::vector<std::string>& words) {
  const std::string last = words.empty() ? std::string{} : words.back();
  const std::vector<std::string> finished{words.begin(), words.empty() ? words.end() : words.end() - 1};
  const Position at = position_after(app, finished);
  Completion found;
  if (at.awaiting != nullptr) {
    found = values_of(*at.awaiting, *at.command, context, at.config);
    keep_those_that_begin(found, last == "=" ? std::string{} : last);
    return found;
  }
  const std::size_t equals = last.find('=');
  if (last.rfind("--", 0) == 0 && equals != std::string::npos && !at.only_positionals) {
    const CLI::Option* const option = option_named(at.command, last.substr(0, equals));
    if (option == nullptr || !takes_a_value(*option)) return found;
    found = values_of(*option, *at.command, context, at.config);
    for (Candidate& one : found.candidates) one.word = last.substr(0, equals + 1) + one.word;
  } else if (last.rfind('-', 0) == 0 && !at.only_positionals) {
    found.candidates = options_from(at.command);
  } else {
    found = at_word(at, context);
  }
  keep_those_that_begin(found, last);
  return found;
}

}  // namespace nhs::cli
