#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>

#include "collector/source.h"

namespace nhs::collector {

/// A walk through the further pages of a feed that is longer than one document.
struct FeedWalk {
  std::string next;  ///< the page to ask
  int pages = 1;     ///< read so far
  /// The addresses asked so far, hashed: a feed that leads back to them goes round in circles.
  std::set<std::string> visited;
  /// What FeedMemory::seen becomes once the walk has ended; one that was broken off starts over.
  std::set<std::string> first_page;
};

/// What a feed source remembers between polls. What its cursor holds.
struct FeedMemory {
  bool asked = false;  ///< in this run
  /// What the validators and hashes are for: another address or topic makes them worthless.
  std::string question;
  std::string etag;           ///< verbatim
  std::string last_modified;  ///< verbatim
  /// The items of the last document, or of the first page of several, hashed: an id may hold somebody's
  /// handle.
  std::set<std::string> seen;
  /// The publisher's wish with the last answer; zero for none.
  std::chrono::seconds ask_again_in{0};
  /// The publisher has said that nothing will come any more.
  bool expired = false;
  std::optional<FeedWalk> walk;
};

/// The memory in a cursor; a fresh one where there is none or it cannot be read.
FeedMemory feed_memory_in(const Cursor& cursor);

Cursor cursor_of(const FeedMemory& memory);

}  // namespace nhs::collector
