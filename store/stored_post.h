#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/classification.h"
#include "core/pseudonymous_post.h"
#include "store/filter.h"

namespace nhs::store {

/// The part of a text in which a search found something.
struct Snippet {
  std::string text;
  /// Of the words that were found in it: [start, end) in bytes, in order, apart.
  std::vector<std::pair<std::size_t, std::size_t>> matches;
};

/// That a network has removed a post, and so have we: what the ledger keeps.
struct Removal {
  UtcTime gone_at;       ///< when its network was first seen to show it no more
  UtcTime confirmed_at;  ///< when it was seen so again, and believed
  UtcTime removed_at;    ///< when its content was removed here
};

/// A post as it is shown.
struct StoredPost {
  std::int64_t ref = 0;
  std::string network;
  std::optional<UtcTime> created_at;
  std::optional<UtcTime> edited_at;
  UtcTime first_seen_at;
  /// Since when it counts nowhere. Nothing for a post that counts. Unless `ignored_by` says otherwise it no
  /// longer carries a topic, and its text, languages, tags and classification are gone but for the model's
  /// name.
  std::optional<UtcTime> withdrawn_at;
  /// Of a withdrawn post that its network removed. Only where one post is asked for.
  std::optional<Removal> removal;
  /// The ignore rule that sets it aside: such a post keeps its text and classification. Empty for one that
  /// counts or was withdrawn.
  std::string ignored_by;
  /// Since when it is kept without what it says and who wrote it (retention.h): it counts all the same. Its
  /// moments are then those of its day alone.
  std::optional<UtcTime> purged_at;
  /// False when its author does not want to be quoted: it counts, but no public output shows its text.
  bool quotable = true;
  /// A public output may print its text word for word: its author agreed (consent.h).
  bool consented = false;
  std::string text;
  std::optional<Snippet> snippet;    ///< of a post that a search for words found
  std::string language;              ///< as the network said; empty when it did not
  std::vector<std::string> tags;     ///< as the author wrote them
  std::vector<std::string> sources;  ///< that showed it
  /// What counts, as stored; evidence is not kept. Of a post with labels that hold, their word and certainty.
  Classification classification;
  /// What the machine alone says, of a post with labels that hold.
  std::optional<Classification> machine;
  KeyedHash key{};
  std::optional<KeyedHash> url_key;
  std::optional<KeyedHash> author_key;
  std::optional<KeyedHash> reply_key;
  Sealed sealed;
};

/// The order of a list. Undated posts count as the oldest of all.
enum class Order : std::uint8_t {
  newest_first,
  oldest_first,
  /// Those first that a search for words fits best (BM25, Robertson and Zaragoza 2009, as SQLite has it), the
  /// newer of equals; of the newest kMaxRanked that match. Usage (64) where the filter searches for no words.
  strongest_first,
};

/// So many posts are put in order by how well a search fits them.
inline constexpr std::int64_t kMaxRanked = 10'000;

struct PostsQuery {
  Filter filter;
  std::int64_t limit = 20;
  /// Page: only posts after this one in the order. Usage (64) when it is not stored, or not among those that
  /// are ranked.
  std::optional<std::int64_t> after_ref;
  Order order = Order::newest_first;
};

}  // namespace nhs::store
