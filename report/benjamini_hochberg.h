#pragma once

#include <vector>

namespace nhs::report {

/// Which of many tests may be called a finding when at most so large a share of the findings is to be false
/// on average: the step-up procedure of Benjamini and Hochberg (Journal of the Royal Statistical Society B
/// 57, 1995, 289-300). Of m p-values in ascending order the largest k with p(k) <= k / m * rate is sought,
/// and the tests up to it are findings. Pure and thread-safe.
///
/// p_values: in any order.  rate: 0.05 for one in twenty.
std::vector<bool> benjamini_hochberg(const std::vector<double>& p_values, double rate);

}  // namespace nhs::report
