#pragma once

#include <vector>

#include "evaluation/estimate.h"

namespace nhs::evaluation {

/// A stratum of a sample, and which of its texts count.
struct StratumPart {
  double stands_for = 0;  ///< so many texts
  double texts = 0;       ///< drawn from it, at least one
  double part = 0;        ///< share of these that count as found
  double rest = 0;        ///< share of these that count as missed
};

/// part / (part + rest) over all strata, with a 95 % interval that knows of what was not seen: of a stratum
/// that stands for 5,000 texts, and of which none of 28 counts, up to 12 in 100 may. A weighted Wilson
/// interval knows of the texts that count alone, and holds a true recall of 0.8 in two of five such samples.
///
/// Each total over the strata has the interval that Wilson's of the strata add up to (Zou and Donner,
/// Statistics in Medicine 27, 2008), and their ratio follows from both (MOVER-R: Newcombe, Statistical
/// Methods in Medical Research 25, 2016). Pure and thread-safe. Where nothing counts: 0, between 0 and 1.
Estimate stratified_share(const std::vector<StratumPart>& strata);

/// The mean of estimates that were made apart, by the first of these methods.
Estimate mean_of(const std::vector<Estimate>& estimates);

}  // namespace nhs::evaluation
