#include "report/percent.h"

#include <fmt/format.h>

#include <cmath>

namespace nhs::report {

double hundredths(double share, int decimals) {
  // 29 of 200 are in binary a hair less than 14.5 hundredths.
  constexpr double hair = 1e-9;
  const double steps = std::pow(10, decimals);
  const double size = std::floor(std::abs(share) * 100 * steps + 0.5 + hair) / steps;
  return share < 0 && size > 0 ? -size : size;
}

int decimals_that_tell(double share, int decimals, int most) {
  while (decimals < most && share > 0 && hundredths(share, decimals) == 0) ++decimals;
  return decimals;
}

std::string hundredths_in_words(double share, int decimals) {
  return fmt::format("{:.{}f}", hundredths(share, decimals), decimals);
}

std::string percent(double share) {
  const double told = hundredths(share);
  if (share > 0 && told == 0) return "<1%";
  if (share < 1 && told == 100) return ">99%";
  return fmt::format("{:.0f}%", told);
}

}  // namespace nhs::report
