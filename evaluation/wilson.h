#pragma once

#include "evaluation/estimate.h"

namespace nhs::evaluation {

/// Wilson's score interval, 95 % (Wilson, JASA 22, 1927; formula as in Newcombe, Statistics in Medicine 17,
/// 1998, method 3). Of nothing everything is possible: 0, between 0 and 1.
///
/// share: within [0, 1].  whole: of how many; for weighted observations their effective number, (sum of
/// weights)² / sum of squared weights (Kish, "Survey Sampling", 1965).
Estimate wilson(double share, double whole);

}  // namespace nhs::evaluation
