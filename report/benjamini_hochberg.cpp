#include "report/benjamini_hochberg.h"

#include <algorithm>
#include <cstddef>

namespace nhs::report {

std::vector<bool> benjamini_hochberg(const std::vector<double>& p_values, double rate) {
  std::vector<double> ordered = p_values;
  std::sort(ordered.begin(), ordered.end());
  double threshold = -1;
  for (std::size_t k = 1; k <= ordered.size(); ++k)
    if (ordered[k - 1] <= static_cast<double>(k) / static_cast<double>(ordered.size()) * rate)
      threshold = ordered[k - 1];
  std::vector<bool> found;
  for (const double p : p_values) found.push_back(p <= threshold);
  return found;
}

}  // namespace nhs::report
