#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "store/database.h"
#include "store/filter.h"

namespace nhs::store {

/// A post as trends count it.
struct CountedOnce {
  std::int64_t id = 0;
  std::int64_t day = 0;
  std::int64_t model_id = 0;
  std::int64_t sentiment = -1;
  std::int64_t findings = 0;
};

/// True when for_each_first can walk for a filter: along the index by day, with nothing to ask of other
/// tables.
bool walks_by_day(const Filter& filter);

/// Where each author counts once: calls count(post, 1) for each post that is an author's first of a period,
/// or of nobody known, in one walk, and count(post, -1) again where an earlier one turns up. The same posts
/// as Repeats leaves (repeats.h), without reading them twice. Within the caller's transaction.
///
/// period_of: as for Repeats. filter: walks_by_day.
void for_each_first(Database& database, const Filter& filter,
                    const std::function<std::size_t(std::int64_t day)>& period_of,
                    const std::function<void(const CountedOnce& post, int by)>& count);

}  // namespace nhs::store
