#pragma once

#include <string>
#include <vector>

#include "cli/context.h"
#include "cli/option_parser.h"

namespace nhs::cli {

/// Whom a command is about, as people write it. Others on the machine see a command's words for as long as it
/// runs, so that `-` reads the names from standard input, one a line.
struct PeopleNamed {
  std::vector<std::string> names;
  std::string network;

  void add_to(CLI::App& command);

  /// Reads those behind `-`. Fails with usage (64), which repeats none of them: also where nobody can go by
  /// one of them (control::mistake_in), unless the network is named.
  Result<void> complete();
};

}  // namespace nhs::cli
