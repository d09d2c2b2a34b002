#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// CLI11's types by name alone: its one header takes a compiler longer than all else that a command's source
/// includes. Commands are declared by what stands below; who walks what was declared (help, completions, the
/// manual page) includes <CLI/CLI.hpp>.
namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace nhs::cli {

/// What an option's value has to be.
struct Check {
  /// Says what is wrong with the value, or nothing. It may put the value right.
  std::function<std::string(std::string& value)> mistake_in;
  std::string shown = {};  ///< behind the option's type in help: `{table,json}`; empty for nothing
};

/// An option, flag or positional of a command: a handle, good for as long as the parser that declared it.
/// What changes it returns it, for the next change.
class Option {
 public:
  explicit Option(CLI::Option& option) : option_(&option) {}

  /// What help has for the value: `FILE`.
  Option type_name(std::string_view type);
  /// The heading that help has it under.
  Option group(std::string_view heading);
  /// Without it the command is refused.
  Option required();
  /// Help tells the value that the variable has now as the default.
  Option capture_default_str();
  /// So many values belong to it.
  Option expected(int at_least, int at_most);
  /// Whether it takes further values from the words behind its first.
  Option allow_extra_args(bool allow);

  /// Refuses values in which this finds a mistake; each is kept as it was given.
  Option check(Check check);
  /// The same, and keeps them as this puts them right.
  Option transform(Check check);
  /// Refuses numbers outside of these, which belong to it.
  Option between(std::int64_t least, std::int64_t most);
  /// Refuses numbers below 0.
  Option not_negative();

  /// Refuses both at once.
  Option excludes(Option other);
  /// The same, of the same command's option of that name: `--value`.
  Option excludes(std::string_view name);
  /// Refuses it without the other.
  Option needs(Option other);

  /// How often it was given, once the words are parsed.
  std::size_t count() const;

 private:
  CLI::Option* option_;
};

/// A command, or the program above them all: a handle, good for as long as the parser that declared it.
///
/// Variables are held by reference and written while words are parsed: commands keep them in a shared_ptr
/// that their callback holds.
class Command {
 public:
  explicit Command(CLI::App& app) : app_(&app) {}

  /// An option that takes a value.
  ///
  /// name: `--output,-o`; without hyphens for a positional.  variable: left as it is where none is given.
  Option add_option(std::string_view name, std::string& variable, std::string_view description);
  Option add_option(std::string_view name, int& variable, std::string_view description);
  Option add_option(std::string_view name, std::size_t& variable, std::string_view description);
  Option add_option(std::string_view name, std::int64_t& variable, std::string_view description);
  Option add_option(std::string_view name, std::optional<std::string>& variable,
                    std::string_view description);
  Option add_option(std::string_view name, std::optional<std::int64_t>& variable,
                    std::string_view description);
  Option add_option(std::string_view name, std::vector<std::string>& variable, std::string_view description);
  Option add_option(std::string_view name, std::vector<std::int64_t>& variable, std::string_view description);
  /// The same for a value that is kept otherwise: it is handed on as it was given.
  Option add_option_function(std::string_view name, const std::function<void(const std::string&)>& takes,
                             std::string_view description);
  /// An option without a value.
  ///
  /// name: `--verify,!--no-verify` for one that can be said no to.
  Option add_flag(std::string_view name, bool& variable, std::string_view description);
  /// Takes an option away that a set of them brought: `--kind`.
  void remove_option(std::string_view name);

  /// A command below this one.
  Command add_subcommand(std::string_view name, std::string_view description);
  /// How many of those may be named, and have to be.
  void require_subcommand(std::size_t at_least, std::size_t at_most);
  /// The heading that help has it under; empty to leave it out.
  Command group(std::string_view heading);
  /// What runs once its words are parsed.
  void callback(std::function<void()> run);

  /// Whether one of the commands below was named, once the words are parsed.
  bool subcommand_given() const;
  /// Whether any option under this heading was given.
  bool any_given_of(std::string_view heading) const;

  /// CLI11's own, for who walks what was declared.
  CLI::App& parser() const { return *app_; }

 private:
  CLI::App* app_;
};

}  // namespace nhs::cli
