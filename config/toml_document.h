#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace nhs::config {

/// The only way to TOML in this program; toml_document.cpp is the only file that sees toml++.

struct TomlMember;

/// A value as it stands in a file.
struct TomlValue {
  enum class Type : std::uint8_t { text, boolean, number, date, list, table };
  Type type = Type::table;
  int line = 1;      ///< where it starts; for a member of a table, where its key stands
  std::string text;  ///< of a date without a time too, as `2026-11-02`; empty for other times
  bool boolean = false;
  double number = 0.0;
  std::vector<TomlValue> items;
  std::vector<TomlMember> members;  ///< in the file's order
};

/// A key of a table and what it has.
struct TomlMember {
  std::string key;
  TomlValue value;
};

/// What is wrong and where.
struct TomlFault {
  int line;
  std::string what;
};

/// Reads a whole text. Lines are at most 4096 bytes: a longer one could hold a dotted key that is nested more
/// deeply than toml++ can take.
tl::expected<TomlValue, TomlFault> read_toml(std::string_view toml);

/// "a text", "true or false", …, for messages.
std::string_view name_of(TomlValue::Type type);

}  // namespace nhs::config
