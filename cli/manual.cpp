#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

#include "cli/completions.h"
#include "cli/manual_words.h"
#include "config/manual.h"
#include "core/roff.h"

namespace nhs::cli {
namespace {

constexpr std::string_view kFilters = "Which posts";

/// What stands for the value: `ID` where the words are few and listed below, else what the command calls it.
std::string placeholder(const CLI::Option& option) {
  return choices_of(option).empty() ? type_of(option) : "ID";
}

/// `-o`, `--output FILE`.
std::string names_of(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_snames()) names.push_back(roff::bold("-" + name));
  for (const std::string& name : option.get_lnames()) names.push_back(roff::bold("--" + name));
  std::string text = fmt::format("{}", fmt::join(names, ", "));
  if (option.get_items_expected_max() > 0) text += " " + roff::italic(placeholder(option));
  return text;
}

std::string sentence(std::string text) {
  if (!text.empty() && text.back() != '.' && text.back() != ':') text += '.';
  return text;
}

std::string explanation(const CLI::Option& option) {
  std::string text = roff::text(sentence(option.get_description()));
  if (const auto choices = choices_of(option); !choices.empty()) {
    std::vector<std::string> bold;
    for (const std::string& choice : choices) bold.push_back(roff::bold(choice));
    text += fmt::format(" One of {}.", fmt::join(bold, ", "));
  }
  if (!option.get_default_str().empty())
    text += fmt::format(" Usually {}.", roff::bold(option.get_default_str()));
  if (option.get_expected_max() == CLI::detail::expected_max_vector_size && option.nonpositional())
    text += " May be given several times.";
  return text;
}

/// Apart from --help and --version, which every page has once.
bool is_told(const CLI::Option& option) {
  return !option.get_group().empty() && !option.check_lname("help") && !option.check_lname("version");
}

std::string options_in_group(const CLI::App& command, std::string_view group, bool is_group) {
  std::string text;
  for (const CLI::Option* option : command.get_options())
    if (is_told(*option) && option->nonpositional() && (option->get_group() == group) == is_group)
      text += roff::tagged(names_of(*option), explanation(*option));
  return text;
}

std::string positionals(const CLI::App& command) {
  std::string text;
  for (const CLI::Option* option : command.get_options())
    if (option->get_positional() && !option->nonpositional())
      text += roff::tagged(roff::italic(option->get_name(true)), explanation(*option));
  return text;
}

/// `nhsvalues sources test [OPTIONS] name`.
std::string usage(const CLI::App& command, const std::string& path) {
  std::string words = roff::bold(path);
  if (command.get_require_subcommand_min() > 0) words += " " + roff::italic("COMMAND");
  for (const CLI::Option* option : command.get_options()) {
    if (!option->get_positional() || option->nonpositional()) continue;
    std::string name = roff::italic(option->get_name(true));
    if (option->get_items_expected_max() > 1) name += "...";
    words += option->get_required() ? " " + name : " [" + name + "]";
  }
  return words + " [" + roff::italic("OPTION") + "...]";
}

/// The filters that a command takes, by name: they are told of once, in a section of their own.
std::string filters_of(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options())
    if (option->get_group() == kFilters) names.push_back(roff::bold("--" + option->get_lnames().front()));
  if (names.empty()) return {};
  return fmt::format(".PP\nFilters, as below: {}.\n", fmt::join(names, ", "));
}

std::string command_section(const CLI::App& command, const std::string& path) {
  std::string page = roff::subsection(path.substr(path.find(' ') + 1));
  page += usage(command, path) + "\n.PP\n" + roff::text(sentence(command.get_description())) + "\n";
  page += positionals(command);
  page += options_in_group(command, kFilters, false);
  page += filters_of(command);
  for (const CLI::App* below : command.get_subcommands([](const CLI::App*) { return true; }))
    if (!below->get_group().empty()) page += command_section(*below, path + " " + below->get_name());
  return page;
}

/// Each filter once, from the first command that has it.
std::string filters_section(const CLI::App& app) {
  std::string page;
  std::vector<std::string> told;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    for (const CLI::Option* option : command->get_options()) {
      if (option->get_group() != kFilters) continue;
      const std::string& name = option->get_lnames().front();
      if (std::find(told.begin(), told.end(), name) != told.end()) continue;
      told.push_back(name);
      page += roff::tagged(names_of(*option), explanation(*option));
    }
  return page;
}

}  // namespace

std::string manual_of(const CLI::App& app, std::string_view date, std::string_view version) {
  std::string page = roff::title("NHSVALUES", "1", date, fmt::format("nhsvalues {}", version));
  page += kManualBegins;
  page += roff::section("OPTIONS BEFORE EVERY COMMAND");
  page += options_in_group(app, kFilters, false);
  page += roff::tagged(fmt::format("{}, {}", roff::bold("-h"), roff::bold("--help")),
                       "Says what a command does, and its options.");
  page += roff::tagged(roff::bold("--version"), "Says which version this is, and which libraries it uses.");
  page += roff::section("COMMANDS");
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    if (!command->get_group().empty()) page += command_section(*command, "nhsvalues " + command->get_name());
  page += roff::section("FILTERS");
  page += roff::text("Different ones all have to hold; the same one given twice means either.") + "\n";
  page += filters_section(app);
  page += kManualEnds;
  return page;
}

void add_manual(Command app, Context& context) {
  auto name = std::make_shared<std::string>();
  CLI::App* command =
      app.parser().add_subcommand("manual", "Prints a manual page's source, for the build")->group("");
  command->add_option("page", *name, "Which one")
      ->check(CLI::IsMember({"nhsvalues.1", "nhsvalues.toml.5"}))
      ->required();
  command->callback([app, &context, name] {
    put(*name == "nhsvalues.1" ? manual_of(app.parser(), NHS_RELEASED, NHS_VERSION)
                               : config::manual_of_the_file(NHS_RELEASED, NHS_VERSION));
    context.result = ExitStatus::done;
  });
}

}  // namespace nhs::cli
