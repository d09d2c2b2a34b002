#include "evaluation/wilson.h"

#include <algorithm>
#include <cmath>

namespace nhs::evaluation {

Estimate wilson(double share, double whole) {
  if (whole <= 0) return {0, 0, 1};
  constexpr double z = 1.959963984540054;  // the normal distribution's 97.5 % point
  const double centre = share + z * z / (2 * whole);
  const double spread = z * std::sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole));
  const double scale = 1 + z * z / whole;
  // Rounding must not push the ends past what is possible, nor past the share itself.
  const double low = share <= 0 ? 0 : std::max(0.0, (centre - spread) / scale);
  const double high = share >= 1 ? 1 : std::min(1.0, (centre + spread) / scale);
  return {share, low, high};
}

}  // namespace nhs::evaluation
