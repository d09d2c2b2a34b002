#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "store/database.h"
#include "store/queries.h"

namespace nhs::store {

/// Undated posts come after all others when the newest are first, and before them when the oldest are.
enum class Order : std::uint8_t { newest_first, oldest_first };

/// A post's place in either order.
struct Place {
  std::optional<UtcTime> created_at;
  std::int64_t ref = 0;
};

/// All read within the caller's transaction and throw SQLite::Exception.

/// At most `limit` matching posts that come after the place.
std::vector<StoredPost> read_page(Database& database, const TimeZone& zone, const Filter& filter, Order order,
                                  const std::optional<Place>& after, std::int64_t limit);

/// Withdrawn posts, too.
std::optional<StoredPost> read_post(Database& database, std::int64_t ref);

std::optional<Place> place_of(Database& database, std::int64_t ref);

std::int64_t count_posts(Database& database, const TimeZone& zone, const Filter& filter);

}  // namespace nhs::store
