#include "core/counted.h"

#include <catch2/catch.hpp>

using namespace nhs;

TEST_CASE("One thing is told in the singular, and none or several in the plural", "[counted]") {
  CHECK(counted(1, "week") == "1 week");
  CHECK(counted(0, "week") == "0 weeks");
  CHECK(counted(7, "week") == "7 weeks");
  CHECK(counted(1, "try", "tries") == "1 try");
  CHECK(counted(0, "try", "tries") == "0 tries");
  CHECK(counted(3, "try", "tries") == "3 tries");
}
