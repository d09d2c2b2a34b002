#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "collector/sources/x_id.h"
#include "core/json.h"
#include "core/post.h"
#include "core/time.h"

namespace nhs::collector {

/// What is to be done with a post that X shows.
enum class XVerdict : std::uint8_t {
  keep,
  repost,      ///< somebody's retweet of another post
  withheld,    ///< taken down over a copyright complaint
  unreadable,  ///< not a post
};

/// A post, read.
struct DecodedXPost {
  XVerdict verdict = XVerdict::unreadable;
  /// Of its newest version, by which X pages; 0 when there is none. There may be one even where the rest is
  /// unreadable.
  XId id = 0;
  Post post;          ///< only of `keep`
  std::string cause;  ///< only of `unreadable`, in words for people
};

/// Usernames by account id.
using XAuthors = std::map<std::string, std::string, std::less<>>;

/// The accounts in an answer's `includes`.
XAuthors x_authors(JsonView includes);

/// A post of X API v2, in the names of either vocabulary (to 2.166 and since 2.167). Each edit has an id of
/// its own: the post is known by that of its first version and dated by it; the newest one's id tells when it
/// was edited. Pure and thread-safe.
///
/// now: a post from the future is unreadable, since its id would lead the paging astray.
DecodedXPost decode_x_post(JsonView post, const XAuthors& authors, UtcTime now);

}  // namespace nhs::collector
