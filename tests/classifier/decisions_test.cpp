#include "training/decisions.h"

#include <catch2/catch.hpp>

using nhs::classifier::Decision;
using nhs::training::fit_decision;

TEST_CASE("A threshold lies midway between the logits where F1 is best", "[training]") {
  const Decision decision = fit_decision({{-2, false}, {1, true}, {2, true}, {-1, false}});
  CHECK(decision.probability(2) > decision.probability(1));
  CHECK(decision.threshold == Approx(decision.probability(0)));
  // One that is missed costs less than three that are taken along.
  const Decision careful =
      fit_decision({{3, true}, {2, true}, {0, false}, {-1, false}, {-2, false}, {-3, true}});
  CHECK(careful.threshold == Approx(careful.probability(1)));
}

TEST_CASE("No threshold is set within texts of one logit, which it takes all or none", "[training]") {
  const Decision decision = fit_decision({{3, true}, {1, true}, {1, false}, {1, false}, {-2, false}});
  CHECK(decision.threshold == Approx(decision.probability(2)));
}
