#pragma once

#include <cstdint>

namespace nhs::report {

/// A share with the range in which the true one lies, 19 times out of 20.
struct Share {
  double share;
  double low;
  double high;
};

/// Wilson's interval for `part` of `whole` (evaluation/wilson.h). Of a whole of 0 everything is possible:
/// share 0, interval [0, 1].
Share wilson_interval(std::int64_t part, std::int64_t whole);

}  // namespace nhs::report
