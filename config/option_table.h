#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/config.h"

namespace nhs::config {

/// The one table of all keys. From it come parsing, the defaults, the words of every error, and
/// docs/configuration.md.

enum class OptionType : std::uint8_t { text, boolean, number, list_of_texts };

/// A value of the right type, before its check. Durations are texts.
using OptionValue = std::variant<std::string, bool, double, std::vector<std::string>>;

/// Where a value goes.
struct Place {
  Config& config;
  SourceConfig* source;  ///< nothing but for the keys of a `[[source]]`
  IgnoreRule* ignore;    ///< nothing but for the keys of an `[[ignore]]`
  /// What relative paths count from.
  const std::filesystem::path& folder;
};

/// What a running daemon needs to take a change.
enum class Applies : std::uint8_t { on_reload, on_restart };

/// Accepts a value of the right type.
using OptionCheck = bool (*)(const OptionValue& value);

struct Option {
  std::string_view key;  ///< `source.every`: its table, a point, its name
  OptionType type;
  std::string_view fallback = {};  ///< as it would stand in the file; empty where there is none
  bool required = false;           ///< in its table: there is no fallback, and the file is refused without
  bool secret = false;             ///< people may write a secret here, so that the value stands in no message
  Applies applies = Applies::on_reload;
  OptionCheck is_allowed = [](const OptionValue&) { return true; };
  std::string_view allowed = {};  ///< what is_allowed accepts, to follow "must be"
  /// The kinds of source that have this key, ids with spaces between; empty for all.
  std::string_view kinds = {};
  void (*put)(const OptionValue& value, const Place& place);
  std::string_view help;
};

const std::vector<Option>& option_table();

/// Its parts on what there may be several of: `[[source]]` and `[[ignore]]`.
std::vector<Option> source_options();
std::vector<Option> ignore_options();

/// The option of this dotted key; null when there is none.
const Option* find_option(std::string_view key);

/// The part before the point; empty for a key at the top.
std::string_view table_of(std::string_view key);
/// The part after the point.
std::string_view name_in_table(std::string_view key);

}  // namespace nhs::config
