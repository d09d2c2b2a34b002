#include "report/wilson.h"

#include <catch2/catch.hpp>

using namespace nhs::report;

TEST_CASE("Wilson intervals agree with Newcombe's published examples", "[wilson]") {
  // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
  const Share a = wilson_interval(81, 263);
  CHECK(a.low == Approx(0.2553).margin(5e-5));
  CHECK(a.high == Approx(0.3662).margin(5e-5));
  const Share b = wilson_interval(15, 148);
  CHECK(b.low == Approx(0.0624).margin(5e-5));
  CHECK(b.high == Approx(0.1605).margin(5e-5));
  const Share c = wilson_interval(0, 20);
  CHECK(c.low == 0.0);
  CHECK(c.high == Approx(0.1611).margin(5e-5));
  const Share d = wilson_interval(1, 29);
  CHECK(d.low == Approx(0.0061).margin(5e-5));
  CHECK(d.high == Approx(0.1718).margin(5e-5));
}

TEST_CASE("Of nothing, everything is possible", "[wilson]") {
  const Share share = wilson_interval(0, 0);
  CHECK(share.low == 0.0);
  CHECK(share.high == 1.0);
}

TEST_CASE("The share lies within its interval, and the interval within what is possible", "[wilson]") {
  for (int whole = 1; whole <= 60; ++whole)
    for (int part = 0; part <= whole; ++part) {
      const Share share = wilson_interval(part, whole);
      REQUIRE(share.low >= 0.0);
      REQUIRE(share.low <= share.share);
      REQUIRE(share.share <= share.high);
      REQUIRE(share.high <= 1.0);
    }
}
