#include "core/descriptor.h"

#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cerrno>

using namespace nhs;

namespace {

int opened() { return ::open("/dev/null", O_RDONLY | O_CLOEXEC); }

bool is_open(int number) { return ::fcntl(number, F_GETFD) >= 0; }

}  // namespace

TEST_CASE("A descriptor is closed when what holds it goes, and is not when it was given away",
          "[descriptor]") {
  const int kept = opened();
  const int given = opened();
  REQUIRE(given >= 0);
  {
    const Descriptor held{kept};
    CHECK(held.is_open());
    CHECK(Descriptor{given}.release() == given);
    CHECK(is_open(kept));
  }
  CHECK_FALSE(is_open(kept));
  CHECK(is_open(given));
  ::close(given);
}

TEST_CASE("A descriptor that passes on is closed once, and what it takes the place of at once",
          "[descriptor]") {
  Descriptor first{opened()};
  Descriptor second{opened()};
  const int replaced = first.number();
  const int passed_on = second.number();
  first = std::move(second);
  CHECK_FALSE(is_open(replaced));
  CHECK(first.number() == passed_on);
  const Descriptor third{std::move(first)};
  CHECK(is_open(third.number()));
}

TEST_CASE("Closing leaves the cause of a failure as it was", "[descriptor]") {
  Descriptor held{opened()};
  errno = ENOSPC;
  held.close();
  CHECK(errno == ENOSPC);
  CHECK_FALSE(held.is_open());
  CHECK_FALSE(Descriptor{-1}.is_open());
}
