#pragma once

#include <string>
#include <vector>

#include "report/public_tally.h"
#include "store/trend.h"

namespace nhs::report::page {

/// A time and its numbers as a report tells them: exact for the team, as others may see them for the public.
struct ToldRow {
  Period period;
  bool partial = false;  ///< not over, or cut by the dates
  store::Collected collected = store::Collected::whole;
  PublicTally numbers;               ///< by Cell
  std::vector<std::string> models;   ///< that judged its posts
  bool lacks_what_is_asked = false;  ///< as in store::TrendRow
  bool cannot_be_searched = false;   ///< as in store::TrendRow

  bool is_known() const { return collected != store::Collected::none; }
  const PublicCount& at(std::size_t cell) const { return numbers.at(cell); }
  const PublicCount& posts() const { return at(Cell::classified); }
};

/// The number itself, with nothing hidden.
PublicCount exactly(std::int64_t number);

/// For the team. Kinds, groups and networks are 0 there: of a whole series nobody counts them.
ToldRow exact_row(const store::TrendRow& row);

/// The rows as counts, so that signals and comparisons can be worked out from nothing but what is told: what
/// is hidden is 0, a row with a hidden total takes no part (`partial`). People are in none.
std::vector<store::TrendRow> counts_told(const std::vector<ToldRow>& rows);

}  // namespace nhs::report::page
