#pragma once

#include <functional>
#include <vector>

#include "evaluation/counts.h"
#include "evaluation/estimate.h"

namespace nhs::evaluation {

struct CountedText {
  CellList cells;
  double weight = 1;
  std::size_t stratum = 0;
};

/// A number worked out from counts; not a number where there is nothing to work out.
using Score = std::function<double(const Counts&)>;

/// The texts' counts, each text as often as its weight says.
Counts sum_of(const std::vector<CountedText>& texts);

/// Each score with its percentile interval from 1000 draws of the texts with replacement, from a fixed seed.
/// Within each stratum one text fewer than it has is drawn, and weighs more for it, so that small strata
/// don't look surer than they are (Rao and Wu, JASA 83, 1988); strata with a single text are drawn from
/// together. Of fewer than two texts nothing is known: the interval is 0 to 1.
std::vector<Estimate> bootstrap(const std::vector<CountedText>& texts, const std::vector<Score>& scores);

}  // namespace nhs::evaluation
