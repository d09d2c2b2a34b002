#include "cli/people_named.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "control/changes.h"
#include "core/text.h"

namespace nhs::cli {

void PeopleNamed::add_to(CLI::App& command) {
  command
      .add_option("names", names,
                  "Accounts (@amy@social.example), or addresses of profiles or posts; - reads them from "
                  "standard input, one a line, where nobody else sees them")
      ->type_name("HANDLE|ADDRESS|-");
  command.add_option("--network", network, "Only on this network; else on every one that is stored")
      ->type_name("NAME");
}

Result<void> PeopleNamed::complete() {
  const auto dash = std::find(names.begin(), names.end(), "-");
  if (dash != names.end()) {
    names.erase(std::remove(names.begin(), names.end(), "-"), names.end());
    if (isatty(STDIN_FILENO) != 0)
      fmt::print(stderr, "One account or address a line; an empty line ends the list.\n");
    for (std::string line; std::getline(std::cin, line);) {
      if (trimmed(line).empty() && isatty(STDIN_FILENO) != 0) break;
      if (!trimmed(line).empty()) names.emplace_back(trimmed(line));
    }
  }
  for (std::string& name : names) name = std::string{trimmed(name)};
  if (names.empty() || std::any_of(names.begin(), names.end(), [](const auto& each) { return each.empty(); }))
    return fail(ExitStatus::usage, "say whom or which post: an account, or an address");
  if (names.size() > control::kMostNames)
    return fail(ExitStatus::usage, fmt::format("name at most {} at once", control::kMostNames));
  const auto unfit = [](const std::string& text) {
    return text.size() > control::kLongestAccount || repaired(text) != text ||
           text.find('\n') != std::string::npos;
  };
  if (unfit(network) || std::any_of(names.begin(), names.end(), unfit))
    return fail(ExitStatus::usage,
                fmt::format("each must be a line of text of at most {} bytes", control::kLongestAccount));
  return {};
}

}  // namespace nhs::cli
