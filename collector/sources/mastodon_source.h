#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "collector/source.h"

namespace nhs::collector {

struct MastodonOptions {
  /// The server, `https://mastodon.social`.
  std::string url;
  /// An access token; empty to ask without.
  std::string bearer;
  /// How far back the first reading goes; nothing for all that the server has.
  std::optional<std::chrono::seconds> backfill;
  /// Leave out the posts of those who ask to stay out of search results, rather than only not quote them.
  bool drop_noindex = false;
};

/// A tag's timeline on a server that speaks Mastodon's API (Mastodon, GoToSocial, Pleroma, Akkoma, Hollo …).
///
/// The first run walks back from the newest post to the backfill's start; later ones page forward from where
/// the last came to (mastodon_walk.h), before they go on with what is left of that walk. A post that
/// federates late gets an id below that place, since ids are made of dates; the re-scan of the overlap, the
/// last day before the newest post, finds it.
///
/// Where the server wants a token and there is none, the tag's RSS feed is read instead (the newest 20
/// posts), and the API is tried again after a day. While no post was ever seen, the server is asked, once a
/// day at most, whether it shows its tag pages at all (mastodon_instance.h).
std::unique_ptr<Source> make_mastodon_source(MastodonOptions options);

}  // namespace nhs::collector
