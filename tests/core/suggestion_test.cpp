#include "core/suggestion.h"

#include <catch2/catch.hpp>

using nhs::nearest;

TEST_CASE("A slip of the fingers finds the word that was meant", "[suggestion]") {
  const std::vector<std::string_view> words = {"name", "kind", "url", "every", "backfill", "credential"};
  CHECK(nearest("evrey", words) == "every");
  CHECK(nearest("Every", words) == "every");
  CHECK(nearest("bakfil", words) == "backfill");
  CHECK(nearest("credentials", words) == "credential");
  CHECK(nearest("uri", words) == "url");
  CHECK(nearest("nmae", words) == "name");
  CHECK(nearest("nam", words) == "name");
}

TEST_CASE("Another word finds nothing", "[suggestion]") {
  const std::vector<std::string_view> words = {"name", "kind", "url", "every"};
  CHECK(nearest("interval", words) == std::nullopt);
  CHECK(nearest("id", words) == std::nullopt);
  CHECK(nearest("", words) == std::nullopt);
  CHECK(nearest(std::string(100000, 'x'), words) == std::nullopt);
}
