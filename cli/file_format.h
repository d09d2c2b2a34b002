#pragma once

#include <string>
#include <vector>

#include "core/result.h"

namespace nhs::cli {

/// What a file's name says of its format by how it ends.
struct Ending {
  std::string ending;  ///< `.html`
  std::string format;
};

/// The format to write a file in: the one asked for, else as its name ends, else (a name without an ending,
/// or no file) the fallback. Fails with usage (64) for an ending that this command does not write, so that
/// nobody sends off a page of text that is called a PDF.
///
/// asked_for: `--format`; empty where it was not given.
Result<std::string> format_of_file(const std::string& file, const std::string& asked_for,
                                   const std::vector<Ending>& known, const std::string& fallback);

}  // namespace nhs::cli
