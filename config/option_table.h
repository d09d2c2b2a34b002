#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/config.h"
#include "config/json_service.h"

namespace nhs::config {

/// The one table of all keys of a file. From it come parsing, the defaults, the words of every error, and the
/// file's reference: docs/configuration.md for the configuration, docs/generic-json.md for the description of
/// a service (service_file.h).

/// `texts`: a list of texts, or one text in its place.
/// `numbers_by_name`: a table of its own, whose keys are the file's.
enum class OptionType : std::uint8_t {
  text,
  boolean,
  number,
  list_of_texts,
  texts,
  list_of_numbers,
  numbers_by_name,
};

/// A value of the right type, before its check. Durations are texts.
using OptionValue = std::variant<std::string, bool, double, std::vector<std::string>, std::vector<double>,
                                 std::map<std::string, double>>;

/// Where a value goes: what its table belongs to is there, the others are null.
struct Place {
  Config* config = nullptr;
  SourceConfig* source = nullptr;
  IgnoreRule* ignore = nullptr;
  SavedQuery* query = nullptr;
  Campaign* campaign = nullptr;
  ConcernRule* concern = nullptr;
  AlertRule* alert = nullptr;
  NotifyTarget* target = nullptr;
  JsonService* service = nullptr;
  JsonJoin* join = nullptr;
  /// What relative paths count from.
  std::filesystem::path folder = {};
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
  bool repeatable = true;  ///< false: of people or of a password, so that a wrong value stands in no message
  bool may_be_date = false;  ///< a text that TOML's own dates stand for as well: `since = 2026-11-02`
  Applies applies = Applies::on_reload;
  OptionCheck is_allowed = [](const OptionValue&) { return true; };
  std::string_view allowed = {};  ///< what is_allowed accepts, to follow "must be"
  /// The kinds (of source, alert or target) that have this key, ids with spaces between; empty for all.
  std::string_view kinds = {};
  void (*put)(const OptionValue& value, const Place& place);
  std::string_view help;
};

using OptionTable = std::vector<Option>;

/// All keys of the configuration.
const OptionTable& option_table();

/// Its part on how long texts are kept: `[retention]`.
OptionTable retention_options();

/// Its parts on what there may be several of: `[[source]]`, `[[ignore]]` and `[[query]]`.
OptionTable source_options();
OptionTable ignore_options();
OptionTable query_options();
/// `[[campaign]]`.
OptionTable campaign_options();
/// `[safeguarding]` and `[[concern]]`.
OptionTable concern_options();

/// `[[alert]]` and `[[notify]]`.
OptionTable alert_options();
OptionTable notify_options();
/// `[digest]`.
OptionTable digest_options();

/// `[log]` and `[metrics]`.
OptionTable log_options();
OptionTable metrics_options();

/// What stands in `[privacy]` for the papers.
OptionTable data_protection_options();

/// All keys of the description of a service.
const OptionTable& service_option_table();

/// The option of this dotted key; null when there is none.
const Option* find_option(const OptionTable& table, std::string_view key);

/// The ids of the kinds that have this key; empty for all.
std::vector<std::string> kinds_of(const Option& option);

/// The part before the point; empty for a key at the top.
std::string_view table_of(std::string_view key);
/// The part after the point.
std::string_view name_in_table(std::string_view key);

}  // namespace nhs::config
