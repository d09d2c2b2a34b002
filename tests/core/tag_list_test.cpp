#include "core/tag_list.h"

#include <catch2/catch.hpp>

using namespace nhs;

namespace {

using Tags = std::vector<std::string>;

}  // namespace

TEST_CASE("Whatever tags hold, they come out of a cell as they went in", "[table]") {
  const Tags tags = {"NHSvalues", "patient safety", "Health, care; a|b", "C#", "a\\b", "a\\", "#odd", "b #c"};
  CHECK(tags_in_list(tag_list(tags)) == tags);
  CHECK(tag_list({"NHSvalues", "Health, care"}) == "NHSvalues,Health\\, care");
  CHECK(tags_in_list(tag_list({})).empty());
}

TEST_CASE("Tags of other tables are separated by commas, semicolons, bars or the sign before each",
          "[table]") {
  const Tags both = {"NHSvalues", "care"};
  for (const char* cell : {"NHSvalues,care", "#NHSvalues, #care", "NHSvalues; care;", "NHSvalues | care",
                           "#NHSvalues #care", " #NHSvalues,,care "}) {
    INFO(cell);
    CHECK(tags_in_list(cell) == both);
  }
  CHECK(tags_in_list("NHSvalues care") == Tags{"NHSvalues care"});
  CHECK(tags_in_list(" , #").empty());
}
