#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"

namespace nhs::config {

enum class SourceKind : std::uint8_t { mastodon, feed };

/// One `[[source]]`.
struct SourceConfig {
  std::string name;  ///< `[A-Za-z0-9._-]{1,64}`, each once
  SourceKind kind = SourceKind::mastodon;
  std::string url;
  std::chrono::seconds every{300};
  /// How far the first poll walks back; nothing for "all".
  std::optional<std::chrono::seconds> backfill;
  /// Name of a systemd credential, or a file's path; empty for none.
  std::string credential;
  /// Empty for all of Config::topics.
  std::vector<std::string> topics;
  /// A feed whose every item counts, tagged or not.
  bool match_all = false;
};

struct Config {
  std::vector<std::string> topics{"NHSvalues"};
  std::string contact;
  std::filesystem::path database;
  bool allow_private_addresses = false;
  bool allow_plain_http = false;
  std::filesystem::path key_file;           ///< empty: see privacy::key_path
  std::vector<std::string> organisations;   ///< accounts whose mentions are not masked
  std::string timezone = "Europe/London";
  std::vector<SourceConfig> sources;
  /// Where it was read from; empty for built-in defaults.
  std::filesystem::path file;
};

/// Everything wrong with a configuration, a line each: `FILE:LINE: key: what is wrong, what is allowed`.
struct ConfigErrors {
  std::vector<std::string> lines;
};

/// Reads and checks a file. All faults are reported, not just the first. The file is at most 1 MiB.
tl::expected<Config, ConfigErrors> load(const std::filesystem::path& file);

/// The same for a text; name stands for the file in messages.
tl::expected<Config, ConfigErrors> parse(std::string_view toml, const std::filesystem::path& name);

/// What holds without a file: the default topics and the user's own database, no sources.
Config defaults();

/// Where the configuration is: option, $NHSVALUES_CONFIG, $XDG_CONFIG_HOME/nhsvalues/nhsvalues.toml (or ~/.config),
/// /etc/nhsvalues/nhsvalues.toml; nothing when none of these is there. One that was named but is not there
/// is no_input (66).
Result<std::optional<std::filesystem::path>> find(const std::string& option);

/// All keys with type, default, whether a reload applies them and what they mean, as a table in Markdown: the
/// source of docs/configuration.md.
std::string reference_markdown();

/// A source's secret: the systemd credential of that name, else the file's content, trimmed. Fails with
/// configuration (78) in words that hold no secret.
Result<std::string> read_credential(const std::string& credential);

}  // namespace nhs::config
