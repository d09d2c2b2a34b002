#pragma once

#include <vector>

#include "store/trend.h"

namespace nhs::report {

/// Rows taken together for a drawing that has too few places for all of them, so that nothing of the time
/// that was asked for is left out.
struct FoldedRows {
  /// Sums, as total_of makes them; each row as it was where there are places enough.
  std::vector<store::TrendRow> rows;
  /// How many each stands for, up to the newest; the oldest may stand for fewer.
  std::size_t each = 1;
};

/// places: at least 1.
FoldedRows folded(const std::vector<store::TrendRow>& rows, std::size_t places);

}  // namespace nhs::report
