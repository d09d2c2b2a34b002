#pragma once

#include <memory>
#include <string>

#include "collector/source.h"

namespace nhs::collector {

struct FeedOptions {
  std::string url;
  /// The network that its posts belong to. What Mastodon wrote belongs to `mastodon`, whatever stands here.
  std::string network = "feed";
  /// Every item counts, tagged or not.
  bool match_all = false;
  /// An access token; empty to ask without.
  std::string bearer;
};

/// An RSS, Atom or JSON feed: one conditional GET a run. RSS and Atom have no paging, so items that came and
/// went between two polls are gone: a document of which no item was there last time sets `missed`. A JSON
/// Feed that is longer than its first page is followed through `next_url` (jsonfeed.org, 1.1), to the same
/// scheme, host and port only, when nothing on that page was known, down to a known item: fifty pages at
/// most, none twice. One that says it has `expired` gives what it holds, then fails for good.
///
/// A feed of Mastodon's (by `generator`, or as `/tags/NAME.rss` whose links lead to accounts) gives posts of
/// that network, their author taken from the permalink, so that they meet those read from its API.
///
/// An item is known by its guid (made unique with the feed's address unless it is an address or a `tag:` or
/// `urn:` itself), else by its link, else by its content. Where a document repeats a guid or a link, all
/// items that share it are told apart by the rest (guid and link, as miniflux does, or the content).
std::unique_ptr<Source> make_feed_source(FeedOptions options);

}  // namespace nhs::collector
