#pragma once

#include <cstdint>
#include <set>

#include "store/database.h"

namespace nhs::store {

/// The words of posts that get another text or lose theirs, so that nothing of them stays behind. Within the
/// caller's transaction. Throws SQLite::Exception.
class ReplacedWords {
 public:
  /// database: outlives it.
  explicit ReplacedWords(Database& database) : database_(database) {}

  /// This post's text and hashtags are about to go or to change: their bytes are left in the file, and a
  /// hashtag that no other post has is as much its author's as the text.
  void note(std::int64_t post_id);

  /// When all was written: notes what is left in the file, and takes the hashtags that nothing carries any
  /// more. How many of these went; names that were read before are void when there were any.
  std::int64_t finish(UtcTime now);

 private:
  Database& database_;
  bool replaced_ = false;
  std::set<std::int64_t> tags_left_;  ///< of posts that may no longer have them
};

}  // namespace nhs::store
