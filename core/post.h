#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/time.h"

namespace nhs {

/// A public post as its network shows it, decoded to plain text. In clear, so it lives in memory only:
/// `privacy/` turns it into a PseudonymousPost before anything is written.
struct Post {
  /// `mastodon`, `feed`, … or any `[a-z0-9_-]{1,32}` for imports.
  std::string network;
  /// The network's canonical id, the same wherever the post is seen: an ActivityPub uri, a feed item's guid.
  /// An `h:…` hash that an export wrote stands for the hash itself.
  std::string id;
  /// Where a person reads it; empty when it has no page of its own.
  std::string url;
  /// `@someone@example.org`; empty when the network does not say. `h:…` as for `id`.
  std::string author;
  /// What its network calls the account for good, whatever name it goes by: `did:plc:…` on Bluesky,
  /// `id:AUTHOR_ID` on X, where a name may be all digits. Empty where there is no such thing, or nobody says.
  /// Only sources that ask the network itself fill it, for files may say anything.
  std::string account = {};
  /// Plain UTF-8 without HTML; paragraphs parted by blank lines.
  std::string text;
  /// Nothing when the network gave no date that can be read; then it stays out of trends.
  std::optional<UtcTime> created_at;
  std::optional<UtcTime> edited_at;
  /// BCP 47, as the network says; empty when it does not.
  std::string language;
  /// Hashtags without `#`, as the author wrote them where that is known.
  std::vector<std::string> tags;
  /// Canonical or local id of the post this one answers; empty when it answers none.
  std::string in_reply_to;
  /// The id by which the server that showed it knows it; what paging compares.
  std::string local_id;
  /// False when its author asks not to be shown to strangers (Mastodon's `noindex` and `indexable` set to
  /// false, Bluesky's `!no-unauthenticated`): it counts, but is never quoted and no search finds it. True
  /// when its author is said to allow it; nothing when the network or this server says neither, as feeds and
  /// files.
  std::optional<bool> quotable;
};

}  // namespace nhs
