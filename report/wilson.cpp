#include "report/wilson.h"

#include <algorithm>
#include <cmath>

namespace nhs::report {

Share wilson_interval(std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return {0.0, 0.0, 1.0};
  constexpr double z = 1.959963984540054;  // the normal distribution's 97.5 % point
  const double n = static_cast<double>(whole);
  const double p = static_cast<double>(part) / n;
  const double centre = p + z * z / (2 * n);
  const double spread = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  const double scale = 1 + z * z / n;
  // Rounding must not push the ends past what is possible, nor past the share itself.
  const double low = part == 0 ? 0.0 : std::max(0.0, (centre - spread) / scale);
  const double high = part == whole ? 1.0 : std::min(1.0, (centre + spread) / scale);
  return {p, low, high};
}

}  // namespace nhs::report
