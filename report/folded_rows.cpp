#include "report/folded_rows.h"

#include <algorithm>

#include "report/trends_view.h"

namespace nhs::report {

FoldedRows folded(const std::vector<store::TrendRow>& rows, std::size_t places) {
  const std::size_t each = (rows.size() + places - 1) / places;
  if (each <= 1) return {rows, 1};
  FoldedRows together{{}, each};
  for (std::size_t end = rows.size(); end > 0; end -= std::min(end, each)) {
    const auto to = rows.begin() + static_cast<std::ptrdiff_t>(end);
    together.rows.push_back(total_of({to - static_cast<std::ptrdiff_t>(std::min(end, each)), to}));
  }
  std::reverse(together.rows.begin(), together.rows.end());
  return together;
}

}  // namespace nhs::report
