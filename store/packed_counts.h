#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "store/database.h"
#include "store/filter.h"
#include "store/filter_sql.h"
#include "store/properties.h"

namespace nhs::store {

/// The property by which posts are counted for a filter that the rollups serve; nothing where `rollup_day`
/// says all.
std::optional<Property> property_asked(const Filter& filter);

/// A SELECT of (day, model_id, packed cells of any sentiment, network_id, member) of the table that serves,
/// with the values to bind.
Where cells_from_rollup(const Filter& filter);

/// Which members of the property that is asked about a filter wants.
class WantedMembers {
 public:
  WantedMembers(Database& database, const Filter& filter);

  bool hold(std::string_view member);

 private:
  bool wants(std::string_view member) const;

  const Filter& filter_;
  std::optional<Property> property_;
  std::set<std::int64_t> sources_;
  std::map<std::string, bool, std::less<>> known_;
};

/// Calls visit(row) for each row of cells_from_rollup that a filter wants, within the caller's transaction.
template <typename Visit>
void for_each_packed(Database& database, const Filter& filter, const Visit& visit) {
  WantedMembers wanted(database, filter);
  const Where select = cells_from_rollup(filter);
  Query rows = database.query(select.sql);
  rows.bind(select.bound);
  while (rows.next())
    if (wanted.hold(rows.view(4))) visit(static_cast<const Query&>(rows));
}

}  // namespace nhs::store
