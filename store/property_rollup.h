#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "store/database.h"
#include "store/rollups.h"

namespace nhs::store {

/// Writes how `rollup_property` changes, within the caller's transaction.
void change_property_rollup(Database& database, const CountChanges& changes);

/// Counts `rollup_property` afresh from the posts, within the caller's transaction: one reading of all of
/// them.
void recount_property_rollup(Database& database);

/// True when `rollup_property` equals a recount.
bool property_rollup_holds(Database& database);

/// How many posts of a day, network and model there are, in all or of one member of a property.
struct DayCount {
  std::int64_t day = 0;
  std::int64_t network_id = 0;
  std::int64_t model_id = 0;
  std::string member;  ///< of `rollup_property`
  std::int64_t classified = 0;
  std::int64_t unclassified = 0;

  std::int64_t posts() const { return classified + unclassified; }
};

/// Calls visit(count) for what is counted of the days [since, until), in all.
void for_each_day(Database& database, LocalDay since, LocalDay until,
                  const std::function<void(const DayCount&)>& visit);

/// The same of all days.
void for_each_day(Database& database, const std::function<void(const DayCount&)>& visit);

/// The same by the members of a property.
void for_each_member(Database& database, Property property, LocalDay since, LocalDay until,
                     const std::function<void(const DayCount&)>& visit);

}  // namespace nhs::store
