#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/operations.h"

namespace nhs::daemon {

/// What is logged, before it is written in one of the formats.
struct LogLine {
  std::chrono::system_clock::time_point at;
  config::LogLevel level = config::LogLevel::info;
  /// As it may be shown (core/shown_text.h): servers' words stand in some, and must not make lines, or
  /// priorities, of their own.
  std::string message;
  std::string source;  ///< that it is about; empty for none
};

/// The source that a message is about: such a message begins with its name, and a topic may follow, then a
/// colon. Empty for none of these. Pure.
std::string source_of(std::string_view message, const std::vector<std::string>& sources);

/// The number that journald and syslog have for it (sd-daemon(3)).
int priority_of(config::LogLevel level);

/// An object, without the line's end: `{"time": "2026-11-01T09:30:00.123Z", "level": "info",
/// "source": "mastodon.social", "message": "…"}`; without a source that member is left out. Pure.
std::string json_line(const LogLine& line);

/// Fields of an entry as journald takes them (systemd.journal-fields(7)). Pure.
std::vector<std::pair<std::string, std::string>> journal_fields(const LogLine& line);

}  // namespace nhs::daemon
