#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "core/time.h"

namespace nhs::test {

/// What X bills for reading: each post and each author once a day of UTC, in millionths of a dollar. Not
/// thread-safe.
class XBill {
 public:
  static constexpr std::int64_t kPost = 5'000;
  static constexpr std::int64_t kAuthor = 10'000;

  void read_post(const std::string& id, UtcTime now) { posts_[day_of(now)].insert(id); }
  void read_author(const std::string& id, UtcTime now) { authors_[day_of(now)].insert(id); }

  /// Of the day on which this moment falls.
  std::int64_t of_day(UtcTime moment) const {
    return kPost * count(posts_, day_of(moment)) + kAuthor * count(authors_, day_of(moment));
  }

  std::int64_t total() const {
    std::int64_t sum = 0;
    for (const auto& [day, ids] : posts_) sum += kPost * static_cast<std::int64_t>(ids.size());
    for (const auto& [day, ids] : authors_) sum += kAuthor * static_cast<std::int64_t>(ids.size());
    return sum;
  }

  /// Posts billed, of all days.
  std::int64_t posts() const {
    std::int64_t sum = 0;
    for (const auto& [day, ids] : posts_) sum += static_cast<std::int64_t>(ids.size());
    return sum;
  }

 private:
  using IdsByDay = std::map<std::int64_t, std::set<std::string>>;

  static std::int64_t day_of(UtcTime moment) { return moment.time_since_epoch().count() / 86'400; }
  static std::int64_t count(const IdsByDay& ids, std::int64_t day) {
    const auto found = ids.find(day);
    return found == ids.end() ? 0 : static_cast<std::int64_t>(found->second.size());
  }

  IdsByDay posts_;
  IdsByDay authors_;
};

}  // namespace nhs::test
