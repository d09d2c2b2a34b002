#include "cli/people_named.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <optional>

#include "control/changes.h"
#include "control/identities.h"
#include "core/standard_streams.h"
#include "core/text.h"

namespace nhs::cli {
namespace {

/// Whoever names the network knows how its people are called: authors of feeds by any words.
std::optional<std::string> mistake_of(const std::string& name, const std::string& network) {
  if (!network.empty() && !name.empty()) return std::nullopt;
  auto mistake = control::mistake_in(name);
  if (mistake && !name.empty())
    *mistake += "; for the author of a feed, whose name may have any form, add --network feed";
  return mistake;
}

}  // namespace

void PeopleNamed::add_to(Command command, Meaning meaning) {
  command
      .add_option("names", names,
                  fmt::format("Accounts (@amy@social.example), or addresses of {}; - reads them from "
                              "standard input, one a line, where nobody else sees them",
                              meaning == Meaning::people ? "profiles" : "profiles or posts"))
      .type_name("HANDLE|ADDRESS|-");
  command.add_option("--network", network, "Only on this network; else on every one that is stored")
      .type_name("NAME");
}

Result<void> PeopleNamed::complete() {
  const auto dash = std::find(names.begin(), names.end(), "-");
  if (dash != names.end()) {
    names.erase(std::remove(names.begin(), names.end(), "-"), names.end());
    if (isatty(STDIN_FILENO) != 0)
      put_message("One account or address a line; an empty line ends the list.\n");
    for (std::string line; std::getline(std::cin, line);) {
      if (trimmed(line).empty() && isatty(STDIN_FILENO) != 0) break;
      if (!trimmed(line).empty()) names.emplace_back(trimmed(line));
    }
  }
  for (std::string& name : names) name = std::string{trimmed(name)};
  if (names.empty()) return fail(ExitStatus::usage, "say whom or which post: an account, or an address");
  if (names.size() > control::kMostNames)
    return fail(ExitStatus::usage, fmt::format("name at most {} at once", control::kMostNames));
  const auto unfit = [](const std::string& text) {
    return text.size() > control::kLongestAccount || repaired(text) != text ||
           text.find('\n') != std::string::npos;
  };
  if (unfit(network) || std::any_of(names.begin(), names.end(), unfit))
    return fail(ExitStatus::usage,
                fmt::format("each must be a line of text of at most {} bytes", control::kLongestAccount));
  for (std::size_t i = 0; i < names.size(); ++i)
    if (const auto mistake = mistake_of(names[i], network))
      return fail(ExitStatus::usage, names.size() == 1
                                         ? fmt::format("this name: {}", *mistake)
                                         : fmt::format("name {} of {}: {}", i + 1, names.size(), *mistake));
  return {};
}

}  // namespace nhs::cli
