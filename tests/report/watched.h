#pragma once

#include <string>

#include "report/source_health.h"
#include "report/terminal.h"

namespace nhs::test {

/// What a terminal must never get from a server or a post: a colour, a title, a C1 sequence, text turned
/// round.
inline const std::string kHostile =
    "\x1b[31mred\x1b]0;owned\x07 \xC2\x9B"
    "2J \xE2\x80\xAE"
    "desrever";

/// Nothing of kHostile that acts is left.
inline bool is_harmless(const std::string& text) {
  for (const char* part : {"\x1b", "\x07", "\xC2\x9B", "\xE2\x80\xAE"})
    if (text.find(part) != std::string::npos) return false;
  return true;
}

inline report::Terminal terminal_of(std::size_t columns) {
  report::Terminal terminal;
  terminal.columns = columns;
  terminal.interactive = true;
  return terminal;
}

/// A source of a configuration that is asked every five minutes, and every twenty while nothing comes.
inline report::WatchedSource watched(const std::string& name, const std::string& kind = "mastodon") {
  report::WatchedSource source;
  source.name = name;
  source.kind = kind;
  source.every = std::chrono::minutes{5};
  source.slowest = std::chrono::minutes{20};
  source.silent_after = std::chrono::hours{2};
  return source;
}

}  // namespace nhs::test
