#pragma once

namespace nhs::evaluation {

/// A number with the range in which the true one lies, 19 times out of 20.
struct Estimate {
  double value = 0;
  double low = 0;
  double high = 1;
};

}  // namespace nhs::evaluation
