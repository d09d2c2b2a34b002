#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "collector/source.h"

namespace nhs::collector {

struct BlueskyOptions {
  /// The PDS or entryway where the account signs in.
  std::string url = "https://bsky.social";
  /// The account's handle or DID.
  std::string account;
  /// An app password, never the account's own.
  std::string password;
  /// How far back the first reading goes; nothing for all that the search shows.
  std::optional<std::chrono::seconds> backfill;
  /// Posts of those who ask not to be shown to strangers are left out, not only never quoted.
  bool drop_noindex = false;
};

/// Bluesky's search for a tag (`app.bsky.feed.searchPosts`), asked at the account's own PDS.
///
/// The search has no cursor that leads forward, so each run reads down from the newest post to half an hour
/// before the newest that is known (bluesky_walk.h), and in a re-scan to a day before it. The session is kept
/// in the cursor and refreshed when it has run out (bluesky_session.h). Posts carry no date of a change, and
/// one that lost its topics is withdrawn.
std::unique_ptr<Source> make_bluesky_source(BlueskyOptions options);

}  // namespace nhs::collector
