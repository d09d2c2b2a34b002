#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "store/database.h"
#include "store/filter.h"

namespace nhs::store {

/// The posts that do not count where each author counts once: all but an author's first in a period.
class Repeats {
 public:
  /// None.
  Repeats() = default;

  /// Reads the posts that match everything but values and direction, within the caller's transaction. Throws
  /// SQLite::Exception.
  ///
  /// period_of: of a post's `day`, 0 without one; periods have numbers from 0 on, that never fall with the
  /// day.
  Repeats(Database& database, const Filter& filter,
          const std::function<std::size_t(std::int64_t day)>& period_of);

  bool empty() const { return is_repeat_.empty(); }
  bool hold(std::int64_t post_id) const {
    const auto index = static_cast<std::size_t>(post_id);
    return index < is_repeat_.size() && is_repeat_[index];
  }

 private:
  struct First;
  void read(Database& database, const Filter& filter, bool dated,
            const std::function<std::size_t(std::int64_t day)>& period_of, std::vector<First>& firsts);
  void note(std::int64_t post_id);

  std::vector<bool> is_repeat_;  ///< by id: a bit a post, however many authors there are
};

}  // namespace nhs::store
