#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/json.h"
#include "core/post.h"
#include "core/time.h"

namespace nhs::collector {

/// What is to be done with a status of a timeline.
enum class StatusVerdict : std::uint8_t {
  keep,
  boost,       ///< somebody's repost of another status
  not_public,  ///< for followers or those mentioned only
  opted_out,   ///< its author asks bots to stay away
  unreadable,  ///< not a status
};

/// A status, read.
struct DecodedStatus {
  StatusVerdict verdict = StatusVerdict::unreadable;
  /// By which this server pages; empty when there is none. There may be one even where the rest is
  /// unreadable.
  std::string local_id;
  /// As the server says; nothing when it cannot be.
  std::optional<UtcTime> created_at;
  /// Whole when the verdict is `keep` or `opted_out`.
  Post post;
  /// Why it is unreadable, in words for people, without its content.
  std::string cause;
};

/// Reads a Status entity of Mastodon's API, as Mastodon, GoToSocial, Pleroma and Akkoma write it: unknown
/// members are ignored, optional ones may be missing. The text is the content warning, a blank line, and the
/// content as plain text; the handle is completed with the host of the account's own address.
///
/// An author opts out with `#nobot` in the profile's text. `noindex`, and `indexable` where it is there and
/// false, ask to stay out of search results: such a post is kept, and not quotable. `bot` says who writes, so
/// it does not count.
///
/// server_host: for handles of accounts without an address.  now: the time of the answer.
/// Pure and thread-safe.
DecodedStatus decode_status(JsonView status, std::string_view server_host, UtcTime now);

/// True when id `a` comes before id `b`: by length, then by bytes, as Mastodon's guidelines say. Snowflakes,
/// ULIDs and flakes all sort so; none is a number to us.
bool id_before(std::string_view a, std::string_view b);

}  // namespace nhs::collector
