#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "store/database.h"
#include "store/filter.h"
#include "store/repeats.h"
#include "store/stored_post.h"

namespace nhs::store {

/// All read within the caller's transaction and throw SQLite::Exception.

/// A post's place in the orders of time.
struct Place {
  std::optional<UtcTime> created_at;
  std::int64_t ref = 0;
};

/// What Filter::once_per_author leaves out of a list; none where it does not ask for that.
Repeats repeats_in_list(Database& database, const Filter& filter);

/// At most `limit` matching posts that come after the place, newest or oldest first. Where a filter searches
/// for words, the index of these is walked from the place on, never sorted.
std::vector<StoredPost> read_page(Database& database, const TimeZone& zone, const Filter& filter, Order order,
                                  const std::optional<Place>& after, std::int64_t limit,
                                  const Repeats& repeats = {});

/// The same, strongest first, after a post. The filter searches for words. Fails with usage (64) when that
/// post is not among those that are ranked.
Result<std::vector<StoredPost>> read_strongest(Database& database, const TimeZone& zone, const Filter& filter,
                                               std::optional<std::int64_t> after_ref, std::int64_t limit,
                                               const Repeats& repeats);

/// Withdrawn posts, too.
std::optional<StoredPost> read_post(Database& database, std::int64_t ref);

std::optional<Place> place_of(Database& database, std::int64_t ref);

/// How many posts that match all but what is searched for count without their texts (retention.h).
std::int64_t count_without_texts(Database& database, const Filter& filter);

/// How many posts match; of more than `most`, so many.
std::int64_t count_posts(Database& database, const TimeZone& zone, const Filter& filter, std::int64_t most);

}  // namespace nhs::store
