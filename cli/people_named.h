#pragma once

#include <cstdint>
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

  /// What may be named: an objection is a person's, a single post is erased alone.
  enum class Meaning : std::uint8_t { people, people_and_posts };
  void add_to(Command command, Meaning meaning);

  /// Reads those behind `-`. Fails with usage (64), which repeats none of them: also where nobody can go by
  /// one of them (control::mistake_in), unless the network is named.
  Result<void> complete();
};

}  // namespace nhs::cli
