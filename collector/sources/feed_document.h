#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/source_state.h"
#include "core/time.h"

namespace nhs::collector {

/// An entry of a feed of any format, as plain text.
struct FeedItem {
  /// What the publisher knows it by; empty when the feed gives none.
  std::string guid;
  /// An absolute http(s) address; empty when there is none.
  std::string link;
  std::string title;
  std::string text;
  std::string author;
  std::string language;
  std::vector<std::string> tags;
  std::optional<UtcTime> published;
  std::optional<UtcTime> updated;
};

/// A feed, read.
struct FeedDocument {
  std::vector<FeedItem> items;
  /// The software that wrote it, as it says; empty when it does not.
  std::string generator;
  /// Where older items are (JSON Feed's `next_url`), absolute; empty when this is all.
  std::string next_url;
  /// The publisher says that nothing will come any more (JSON Feed's `expired`).
  bool expired = false;
  /// How long the publisher says that nothing will change.
  std::optional<std::chrono::seconds> ttl;
  /// The document ended too early or was broken; what came before that was read.
  bool broken_off = false;
  /// Items that could not be read.
  std::vector<Unreadable> unreadable;

  /// item: its bytes, or what else tells it from others.
  void add_unreadable(std::string_view item, std::string why, int items_lost = 1);
};

/// The most items that are read of one document: feeds hold 10 to 100, archives some hundreds; a hundred
/// thousand is somebody's mistake or attack.
inline constexpr std::size_t kMaxFeedItems = 1000;

/// Reads RSS 2.0, 1.0 and 0.9x, Atom 1.0, or JSON Feed 1.x, told apart by what the document is, never by its
/// label. Fails with bad_data in words for people (without the document's text) for anything else: a web
/// page, JSON of another kind, XML with entity declarations. Of XML that breaks off, what came before is
/// read.
///
/// body: as sent.  content_type: the header, for its charset only.  url: where it was fetched, for relative
/// links. Pure and thread-safe.
Result<FeedDocument> read_feed(std::string_view body, std::optional<std::string_view> content_type,
                               std::string_view url);

}  // namespace nhs::collector
