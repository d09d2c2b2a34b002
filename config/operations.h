#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/values.h"

namespace nhs::config {

/// How a line of the log is written: for people, as a JSON object, or as fields that journald keeps apart.
enum class LogFormat : std::uint8_t { text, json, journal };

/// From which on a line is written.
enum class LogLevel : std::uint8_t { error, warning, info, debug };

/// `[log]`.
struct LogSettings {
  LogFormat format = LogFormat::text;
  LogLevel level = LogLevel::info;
};

/// Who may read the file of metrics: its file's group, or everybody on this machine.
enum class MetricsReaders : std::uint8_t { everyone, group };

/// `[metrics]`.
struct MetricsSettings {
  bool on = true;
  std::filesystem::path file;  ///< empty: see metrics_file()
  MetricsReaders readable_by = MetricsReaders::everyone;
  std::string listen;  ///< `127.0.0.1:9464`, `[::1]:9464` or the absolute path of a socket; empty for none
};

/// What holds for one key of the file, whether it stands there or not.
struct KeyInForce {
  std::string key;    ///< `source.every`
  std::string value;  ///< as TOML has it
};

}  // namespace nhs::config

template <>
struct nhs::Vocabulary<nhs::config::LogFormat> {
  static constexpr std::string_view noun = "format of the log";
  static constexpr std::array<std::string_view, 3> ids = {"text", "json", "journal"};
};
template <>
struct nhs::Vocabulary<nhs::config::LogLevel> {
  static constexpr std::string_view noun = "level of the log";
  static constexpr std::array<std::string_view, 4> ids = {"error", "warning", "info", "debug"};
};
template <>
struct nhs::Vocabulary<nhs::config::MetricsReaders> {
  static constexpr std::string_view noun = "kind of reader";
  static constexpr std::array<std::string_view, 2> ids = {"everyone", "group"};
};
