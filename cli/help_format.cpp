#include "cli/help_format.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "report/terminal.h"

namespace nhs::cli {
namespace {

/// In from the names, out from what they mean.
constexpr std::size_t kNameGoesOnAt = 6;

/// An option's name with its words, `--kind TEXT:{news,other}`, broken behind spaces and commas.
std::string broken(const std::string& name, std::size_t columns) {
  std::string text;
  std::string line;
  for (std::size_t from = 0; from < name.size();) {
    const std::size_t end = std::min(name.find_first_of(" ,", from), name.size() - 1) + 1;
    const std::string piece = name.substr(from, end - from);
    // A space at the end of a line takes no room.
    const std::size_t width = piece.size() - (piece.back() == ' ' ? 1 : 0);
    if (line.size() + width > columns && line.size() > kNameGoesOnAt) {
      text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
      line = std::string(kNameGoesOnAt, ' ');
    }
    line += piece;
    from = end;
  }
  return text + line;
}

}  // namespace

std::string HelpFormat::entry(const std::string& name, const std::string& meaning) const {
  const std::size_t column = get_column_width();
  std::string text = broken("  " + name, columns_);
  if (meaning.empty()) return text + "\n";
  bool beside = text.size() < column;
  for (const std::string& line : report::wrapped(meaning, columns_ - column)) {
    if (beside)
      text.resize(column, ' ');
    else
      text += "\n" + std::string(column, ' ');
    beside = false;
    text += line;
  }
  return text + "\n";
}

std::string HelpFormat::make_description(const CLI::App* app) const {
  std::string description = CLI::Formatter::make_description(app);
  if (description.empty()) return description;
  description.pop_back();
  std::string text;
  for (const std::string& line : report::wrapped(description, columns_)) text += line + "\n";
  return text;
}

std::string HelpFormat::make_subcommand(const CLI::App* command) const {
  return entry(command->get_display_name(true), command->get_description());
}

std::string HelpFormat::make_option(const CLI::Option* option, bool is_positional) const {
  return entry(make_option_name(option, is_positional) + make_option_opts(option), make_option_desc(option));
}

}  // namespace nhs::cli
