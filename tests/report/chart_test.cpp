#include "report/chart.h"

#include <catch2/catch.hpp>

#include "core/text.h"

using namespace nhs;
using namespace nhs::report;

TEST_CASE("A bar's length is its value's part of the maximum", "[chart]") {
  Terminal terminal;
  CHECK(bar(10, 10, 4, terminal) == "████");
  CHECK(bar(5, 10, 4, terminal) == "██");
  CHECK(bar(0, 10, 4, terminal).empty());
  CHECK(bar(0.01, 10, 4, terminal) == "▏");
  CHECK(bar(1, 0, 4, terminal) == "▏");
  terminal.unicode = false;
  CHECK(bar(5, 10, 4, terminal) == "##");
  CHECK(bar(0.01, 10, 4, terminal) == "#");
}

TEST_CASE("A sparkline has a character a value and a hole where nothing is known", "[chart]") {
  Terminal terminal;
  CHECK(sparkline({0, 0.5, 1, -1}, 1, terminal) == "▁▅█ ");
  terminal.unicode = false;
  CHECK(sparkline({0, 1, -1}, 1, terminal) == "_# ");
}

TEST_CASE("An interval is a rule with the share marked on it", "[chart]") {
  Terminal terminal;
  CHECK(interval_line(0.2, 0.5, 0.8, 1.0, 11, terminal) == "  ───●───  ");
  terminal.unicode = false;
  CHECK(interval_line(0, 0, 0.2, 1.0, 11, terminal) == "o--        ");
}
