#include "report/benjamini_hochberg.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace nhs::report;

namespace {

/// The fifteen of the myocardial infarction study in section 4 of Benjamini and Hochberg (1995).
const std::vector<double> kPublished = {0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                                        0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000};

std::ptrdiff_t findings(const std::vector<double>& p_values, double rate = 0.05) {
  const std::vector<bool> found = benjamini_hochberg(p_values, rate);
  return std::count(found.begin(), found.end(), true);
}

}  // namespace

TEST_CASE("The published example has four findings, in whatever order they stand", "[benjamini_hochberg]") {
  CHECK(findings(kPublished) == 4);
  std::vector<double> turned = kPublished;
  std::reverse(turned.begin(), turned.end());
  const std::vector<bool> found = benjamini_hochberg(turned, 0.05);
  CHECK_FALSE(found[10]);
  CHECK(found[11]);
  CHECK(found[14]);
}

TEST_CASE("It steps up: a value above its own bound is found when a larger one is below its own",
          "[benjamini_hochberg]") {
  // Bounds 0.0167, 0.0333, 0.05: the first alone would fail.
  CHECK(findings({0.02, 0.03, 0.05}) == 3);
  CHECK(findings({0.02, 0.04, 0.06}) == 0);
}

TEST_CASE("Equal values share their fate, and nothing has no findings", "[benjamini_hochberg]") {
  CHECK(findings({0.04, 0.04}) == 2);
  CHECK(findings({0.04, 0.2, 0.3}) == 0);
  CHECK(findings({}) == 0);
  CHECK(findings({1.0, 1.0}) == 0);
}
