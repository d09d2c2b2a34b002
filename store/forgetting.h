#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/pseudonymous_post.h"
#include "core/time.h"

namespace nhs::store {

/// What forgetting people and posts, and their objection to being counted, is asked and answered in. Nothing
/// here says who anybody is: identities come as hashes.

/// Every hash that one thing may be known by: that under the key in force first, then those under keys
/// before.
using Hashes = std::vector<KeyedHash>;

/// Whom, or which posts. Whatever is found by any of it is meant.
struct Identified {
  std::vector<Hashes> authors = {};  ///< one for each network that an account may be on
  std::vector<Hashes> posts = {};    ///< by their canonical ids
  std::vector<Hashes> addresses = {};
  /// Posts that are held, by their references, and by their keys as exports give them: to be forgotten they
  /// need neither address nor author.
  std::vector<std::int64_t> refs = {};
  std::vector<KeyedHash> keys = {};
  /// Authors who are meant only where they are known: an address that may be somebody's, and mostly is not.
  std::vector<Hashes> maybe_authors = {};

  bool names_authors() const { return !authors.empty(); }
};

/// The sealed identity of a post, and the network whose it is.
struct SealedIdentity {
  std::string network;
  Sealed sealed;
};

/// What is held on one network.
struct HeldOnNetwork {
  std::string network;
  std::int64_t posts = 0;    ///< withdrawn ones, of which only the row is left, too
  std::int64_t undated = 0;  ///< of these
  std::optional<LocalDay> first = std::nullopt;
  std::optional<LocalDay> last = std::nullopt;

  bool operator==(const HeldOnNetwork&) const = default;
};

/// What is held of whom or what was asked for.
struct HeldOfThem {
  std::vector<HeldOnNetwork> networks;  ///< by name
  std::int64_t accounts = 0;            ///< that are known
  /// Posts of others that have the text of one of these: they stay.
  std::int64_t copies = 0;

  std::int64_t posts() const;
};

/// Whether what was erased may still stand in the bytes of the file.
enum class Erasing : std::uint8_t {
  finished,        ///< nothing of it does
  held_by_reader,  ///< somebody is reading the database, so that its log cannot be written back
  no_room,         ///< its disk has no room for rewriting it
  too_large,       ///< rewriting it takes long, and is left to whoever has the time
};

/// What became of a request to forget.
struct Forgotten {
  HeldOfThem held;
  int kept_copies = 0;  ///< of the database, which held them too, removed, or to be removed
  Erasing erasing = Erasing::finished;
};

/// What an objection, or its end, changes.
struct Objection {
  HeldOfThem held;
  std::int64_t changed = 0;  ///< posts that no longer count, or count again
};

/// One request on the forget list.
struct ForgetListed {
  UtcTime at;
  bool person = false;     ///< else posts, by their addresses or references
  std::int64_t posts = 0;  ///< that were erased
};

struct ForgetList {
  std::vector<ForgetListed> requests;  ///< newest first
  std::int64_t objections = 0;         ///< accounts that object to being counted
  std::int64_t refused = 0;  ///< posts of the forgotten that sources have shown since, as often as shown
  /// Since when erased posts may still stand in the file; nothing when none do.
  std::optional<UtcTime> erasing_since;
};

}  // namespace nhs::store
