#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "config/faults.h"
#include "config/option_table.h"
#include "config/toml_document.h"

namespace nhs::config {

/// Where the keys of a table stand, for what is checked across keys.
struct Lines {
  int table = 1;
  std::map<std::string, int, std::less<>> keys;  ///< dotted key to line; only keys that are there
  std::set<std::string, std::less<>> wrong;      ///< of these, those whose value was refused

  /// The key's line, the table's where it is not written.
  int of(std::string_view key) const;
  bool is_wrong(std::string_view key) const { return wrong.find(key) != wrong.end(); }
};

/// Reads a file's keys, table by table: says what is unknown, of the wrong type or not allowed, puts what is
/// right and the fallback of what is not there.
class OptionReader {
 public:
  /// options: outlives the reader.
  explicit OptionReader(const OptionTable& options) : options_(options) {}

  /// The members of one table; `prefix` is its name, empty for the top.
  Lines read(const TomlValue& table, std::string_view prefix, const Place& place, Faults& faults) const;

  /// `[name]` of the root; a table that is not there is read as an empty one.
  Lines read_table(const TomlValue& root, const std::string& name, const Place& place, Faults& faults) const;

 private:
  std::string words_for_unknown(std::string_view name, std::string_view prefix) const;
  bool is_table_name(std::string_view name) const;

  const OptionTable& options_;
};

/// Puts a value, as TOML has it and Config::keys holds it, in its place. What this option does not allow is a
/// broken invariant: std::logic_error.
void put_written(const Option& option, std::string_view written, const Place& place);

/// The tables of `[[name]]`, each for one `thing`; faults for what is not written so.
std::vector<const TomlValue*> tables_of(const TomlValue& root, std::string_view name, std::string_view thing,
                                        Faults& faults);

/// Names that were given already, by the line they stand in.
class TakenNames {
 public:
  void check(const std::string& name, const std::string& key, int line, Faults& faults);

 private:
  std::map<std::string, int> line_of_;
};

}  // namespace nhs::config
