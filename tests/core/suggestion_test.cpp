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

TEST_CASE("A slip is one of characters, however many bytes these take and in whatever case", "[suggestion]") {
  const std::vector<std::string_view> words = {"Żółć", "Węgiel", "Здоровье"};
  CHECK(nearest("żółc", words) == "Żółć");
  CHECK(nearest("ŻÓŁC", words) == "Żółć");
  CHECK(nearest("WĘGEL", words) == "Węgiel");
  CHECK(nearest("ЗДАРОВЬЕ", words) == "Здоровье");
  CHECK(nearest("зол", words) == std::nullopt);
  CHECK(nearest("\xC5", words) == std::nullopt);
}

TEST_CASE("Another word finds nothing", "[suggestion]") {
  const std::vector<std::string_view> words = {"name", "kind", "url", "every"};
  CHECK(nearest("interval", words) == std::nullopt);
  CHECK(nearest("id", words) == std::nullopt);
  CHECK(nearest("", words) == std::nullopt);
  CHECK(nearest(std::string(100000, 'x'), words) == std::nullopt);
}
