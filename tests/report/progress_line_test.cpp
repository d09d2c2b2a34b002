#include "report/progress_line.h"

#include <catch2/catch.hpp>

#include "core/text.h"
#include "tests/report/watched.h"

using namespace nhs;
using namespace nhs::report;
using namespace nhs::test;

namespace {

ProgressMade made(std::int64_t done, std::int64_t of, double seconds = 0) {
  return {"importing", done, of, posts_done_in_words(done, of), std::chrono::duration<double>{seconds}};
}

}  // namespace

TEST_CASE("Progress is a bar, a percentage and an amount", "[progress]") {
  const std::string line = progress_line(made(1'234'567, 2'469'134), terminal_of(120));
  CHECK(line.find("importing  ████████████████████ ") == 0);
  CHECK(line.find("   50%  1,234,567 of 2,469,134 posts") != std::string::npos);
  Terminal ascii = terminal_of(120);
  ascii.unicode = false;
  CHECK(progress_line(made(1, 2), ascii).find("importing  [###################                   ]   50%") ==
        0);
}

TEST_CASE("The time that is left is told once it can be", "[progress]") {
  const Terminal wide = terminal_of(120);
  CHECK(progress_line(made(500, 1000, 1), wide).find("left") == std::string::npos);
  CHECK(progress_line(made(500, 1000, 10), wide).find(", about 10 s left") != std::string::npos);
  CHECK(progress_line(made(500, 1000, 600), wide).find(", about 10 min left") != std::string::npos);
  CHECK(progress_line(made(500, 1000, 36'000), wide).find(", about 10 h left") != std::string::npos);
  CHECK(progress_line(made(1000, 1000, 10), wide).find("left") == std::string::npos);
  CHECK(progress_line(made(0, 1000, 10), wide).find("left") == std::string::npos);
}

TEST_CASE("Only what is whole is a hundred per cent, and more than the whole is no more", "[progress]") {
  CHECK(progress_line(made(9'999, 10'000), terminal_of(80)).find(" 99%") != std::string::npos);
  CHECK(progress_line(made(10'000, 10'000), terminal_of(80)).find("100%") != std::string::npos);
  CHECK(progress_line(made(12'000, 10'000), terminal_of(80)).find("100%") != std::string::npos);
}

TEST_CASE("Where nobody knows the whole, what was done is told alone", "[progress]") {
  CHECK(progress_line(made(12'000, 0), terminal_of(80)) == "importing: 12,000 posts");
  CHECK(posts_done_in_words(1, 0) == "1 post");
}

TEST_CASE("Progress never breaks the line", "[progress]") {
  for (std::size_t columns = 60; columns <= 200; ++columns) {
    ProgressMade long_name = made(5, 10, 100);
    long_name.doing = "importing " + std::string(columns % 70, 'n');
    CHECK(display_width(progress_line(long_name, terminal_of(columns))) < columns);
  }
}
