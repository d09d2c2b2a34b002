#include "core/formula_guard.h"

#include <catch2/catch.hpp>
#include <string>

using namespace nhs;

TEST_CASE("A guard comes off again and leaves the text that it guarded", "[table]") {
  for (const std::string text : {"=1", " -1", "+", "@a", "'=1", "''=1", "\uFF1D1", "\n-1"}) {
    INFO(text);
    CHECK(needs_formula_guard(text));
    CHECK(without_formula_guard("'" + text) == text);
  }
}

TEST_CASE("A guard that never stood before an apostrophe is not taken for one there", "[table]") {
  CHECK(without_single_formula_guard("'=1") == "=1");
  CHECK(without_single_formula_guard("'\tone") == "\tone");
  CHECK(without_single_formula_guard("''@bob said'") == "''@bob said'");
  CHECK(without_single_formula_guard("'tis kind") == "'tis kind");
}

TEST_CASE("What needs no guard has none to take off", "[table]") {
  for (const std::string text : {"", "'", "a=1", "'tis kind", "' said she", "'90s wards"}) {
    INFO(text);
    CHECK_FALSE(needs_formula_guard(text));
    CHECK(without_formula_guard(text) == text);
  }
}
