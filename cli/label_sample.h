#pragma once

#include <cstdint>
#include <string>

#include "cli/context.h"
#include "cli/filter_options.h"

namespace nhs::cli {

/// `label --sample N` and what goes with it.
struct SampleOptions {
  std::int64_t size = 0;
  std::string seed;  ///< empty for one that is chosen, and told
  bool again = false;
  FilterOptions filters;
};

/// Draws a random sample and puts it before a reader: on a terminal one post after the other, else as a sheet
/// on stdout. reader: as they name themselves; may be empty.
Result<ExitStatus> serve_sample(const Context& context, const SampleOptions& options,
                                const std::string& reader);

/// Reads a filled-in sheet, `-` for standard input, and stores what it says; nothing of it when a line is
/// faulty, which is then named (65).
Result<ExitStatus> read_back(const Context& context, const std::string& file, const std::string& reader);

}  // namespace nhs::cli
