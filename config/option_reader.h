#pragma once

#include <map>
#include <string>
#include <string_view>

#include "config/faults.h"
#include "config/option_table.h"
#include "config/toml_document.h"

namespace nhs::config {

/// Where the keys of a table stand, for what is checked across keys.
struct Lines {
  int table = 1;
  std::map<std::string, int, std::less<>> keys;  ///< dotted key to line; only keys that are there

  /// The key's line, the table's where it is not written.
  int of(std::string_view key) const;
};

/// Reads the options of one table of the file, `prefix` being its name and empty for the top: says what is
/// unknown, of the wrong type or not allowed, puts what is right and the fallback of what is not there.
void read_options(const TomlValue& table, std::string_view prefix, const Place& place, Faults& faults,
                  Lines& lines);

}  // namespace nhs::config
