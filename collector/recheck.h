#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "collector/recheck_policy.h"
#include "collector/source.h"
#include "core/recheck.h"

namespace nhs::collector {

/// How a source is asked for posts again.
struct RecheckManner {
  std::size_t posts_at_once = 1;
  /// Questions in one turn, so that a source with many posts does not hold up its own next poll.
  int questions_a_turn = 4;
  RecheckPace pace = RecheckPace::by_age;
  /// Units of the source's allowance that each post may cost.
  std::int64_t price_of_post = 0;
};

/// What a source says of the posts that it was asked for.
struct Reread {
  /// One for each, in their order.
  std::vector<Sight> sights;
  /// Those that are there, as they are now; they go the way of any page. Its cursor is the one to be kept.
  PageOfPosts page;
};

using RecheckOutcome = std::variant<Reread, Proceed, RateLimited, Failed>;

/// The part of a network's protocol by which posts are asked for again, without I/O as a Source is. Shares
/// the source's cursor, of which it may change what belongs to the way there (a session, what the server
/// cannot do), never how far the reading has come. Pure and thread-safe.
class Rechecker {
 public:
  virtual ~Rechecker() = default;

  virtual RecheckManner manner(const Cursor& cursor, UtcTime now) const = 0;

  /// Whether the source is where the post is at home, or the network itself; else it has a copy, of which it
  /// may have dropped no more than that.
  virtual bool is_home_of(const PostToRecheck& /*post*/) const { return true; }

  /// The question, about no more posts than `manner` says; nothing when they cannot be asked for now.
  virtual std::optional<net::HttpRequest> question(const Cursor& cursor,
                                                   const std::vector<PostToRecheck>& posts) const = 0;

  /// What the answer means. An answer that leads on has the question put again, by the manner of its cursor.
  virtual RecheckOutcome read_answer(const net::HttpResponse& response, const Cursor& cursor,
                                     const std::vector<PostToRecheck>& posts, const Topic& topic,
                                     UtcTime now) const = 0;
};

/// Whether the author has edited a stored post so that it is no longer part of what is watched: it carries no
/// topic any more, but did. One whose tags are all no longer watched is part of it as long as it carries one
/// of them; one that never carried any, as imports may be, always. An older view says nothing. Pure and
/// thread-safe.
///
/// dated: the network dates edits, so that what was not edited since has lost nothing.
bool has_lost_topic(const PostToRecheck& stored, const Post& shown, const Topic& topic, bool dated);

/// An outcome of a poll's kind, for a recheck: failures and wishes to wait mean the same. Anything else is a
/// broken invariant (std::logic_error).
RecheckOutcome as_recheck_outcome(PollOutcome outcome);

}  // namespace nhs::collector
