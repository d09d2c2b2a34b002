#pragma once

#include <CLI/CLI.hpp>

#include <cstddef>
#include <string>

namespace nhs::cli {

/// What --help prints, in lines that fit the terminal; CLI11's own are as long as their sentences. Commands
/// take over the format that the app has when they are added.
class HelpFormat final : public CLI::Formatter {
 public:
  explicit HelpFormat(std::size_t columns) : columns_(columns) {}

  std::string make_description(const CLI::App* app) const override;
  std::string make_subcommand(const CLI::App* command) const override;
  std::string make_option(const CLI::Option* option, bool is_positional) const override;

 private:
  /// A name, and to its right, or beneath it where it is long, what it means.
  std::string entry(const std::string& name, const std::string& meaning) const;

  std::size_t columns_;
};

}  // namespace nhs::cli
