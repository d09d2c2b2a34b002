#pragma once

#include <cstdint>

#include "store/database.h"
#include "store/forget_list.h"
#include "store/rollups.h"
#include "store/search.h"

namespace nhs::store {

/// Takes posts out of the database, with all that is kept of them, so that nothing tells that they were there
/// but the forget list. Within the caller's transaction, who writes what it gathers of rollup and search.
/// Throws SQLite::Exception.
class PostEraser {
 public:
  /// All of these outlive it.
  PostEraser(Database& database, RollupChanges& rollup, SearchChanges& search)
      : database_(database), rollup_(rollup), search_(search) {}

  /// Erases a post, if it is there, and puts it on the forget list: another server may go on showing it, by a
  /// feed that does not say whose it is.
  void erase(std::int64_t id, UtcTime at, std::int64_t request);

  /// Erases hashtags that nothing carries any more, for they can be as personal as a text; notes that bytes
  /// are left in the file. Names that were read before are void.
  void finish(UtcTime at);

  std::int64_t erased() const { return erased_; }

 private:
  Database& database_;
  RollupChanges& rollup_;
  SearchChanges& search_;
  std::int64_t erased_ = 0;
};

}  // namespace nhs::store
