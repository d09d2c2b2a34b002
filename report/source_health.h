#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/source_state.h"
#include "report/spending_text.h"

namespace nhs::report {

/// When somebody switched a source off, and who.
struct Switch {
  UtcTime at;
  std::string person;
};

/// A source as the configuration has it.
struct WatchedSource {
  std::string name;
  std::chrono::seconds every{300};
  std::string kind = {};
  /// Its stored posts are asked for again, so that deletions are followed.
  bool follows_deletions = false;
  /// The longest time between two rounds while nothing new comes.
  std::chrono::seconds slowest{0};
  /// Without an answer for so long it counts as silent; zero for never.
  std::chrono::seconds silent_after{0};
  /// Nothing where asking costs nothing that runs out.
  std::optional<SpendCaps> caps = {};
  /// That it is not asked, for somebody does not want it; nothing when it is.
  std::optional<Switch> disabled = {};
};

/// The source of this name; nothing when it is not among them.
const WatchedSource* find_source(const std::vector<WatchedSource>& sources, const std::string& name);

/// `3 min ago`, `2 days ago`, `just now`.
std::string ago(UtcTime then, UtcTime now);
/// `in 5 min`; `due` for what is, or should have been.
std::string ahead(UtcTime then, UtcTime now);
/// `5 min`, `3 h`, `2 days`.
std::string length_in_words(std::chrono::seconds length);

/// Whether the last run failed, or something of our own making keeps it from being asked, such as a spending
/// limit.
bool is_failing(const SourceState& state);

/// "disabled by ana (1001) 3 days ago".
std::string disabled_in_words(const Switch& by, UtcTime now);

/// How a source does, in words: "caught up 3 min ago", "failing for 2 h (3 tries): cause".
std::string source_in_words(const SourceState& state, UtcTime now);

/// When it should have been asked, if that lies back by more than an hour and more than three times its
/// slowest pace: then it is our program that does not ask.
///
/// source: nothing where its configuration is not known.
std::optional<UtcTime> overdue_since(const SourceState& state, const WatchedSource* source, UtcTime now);

/// When the source last answered, if that lies back by more than its `silent_after` although it is asked. A
/// quiet hashtag is answered with an empty page, and so never silent.
///
/// states: of all sources, or of this one.
std::optional<UtcTime> silent_since(const WatchedSource& source, const std::vector<SourceState>& states,
                                    UtcTime now);

}  // namespace nhs::report
