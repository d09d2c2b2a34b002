#include "report/wilson.h"

#include "evaluation/wilson.h"

namespace nhs::report {

Share wilson_interval(std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return {0.0, 0.0, 1.0};
  const auto n = static_cast<double>(whole);
  const evaluation::Estimate estimate = evaluation::wilson(static_cast<double>(part) / n, n);
  return {estimate.value, estimate.low, estimate.high};
}

}  // namespace nhs::report
