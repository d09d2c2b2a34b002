#include <dirent.h>
#include <dlfcn.h>

#include <catch2/catch.hpp>
#include <cerrno>
#include <fstream>

#include "store/durable_file.h"
#include "store/kept_copies.h"
#include "tests/support/scratch.h"

using namespace nhs;
using namespace nhs::test;

namespace {

/// After so many entries a folder cannot be read on; none while it is negative.
int entries_until_failure = -1;

}  // namespace

/// In the place of the C library's, which the C++ library calls.
extern "C" dirent* readdir(DIR* folder) {
  using Readdir = dirent* (*)(DIR*);
  static const auto of_library = reinterpret_cast<Readdir>(::dlsym(RTLD_NEXT, "readdir"));
  if (entries_until_failure == 0) {
    errno = EIO;
    return nullptr;
  }
  if (entries_until_failure > 0) --entries_until_failure;
  return of_library(folder);
}

TEST_CASE("A folder that cannot be read to its end gives what was read, and nothing is thrown", "[store]") {
  const Scratch folder;
  for (const char* name : {"posts.db.before-schema-7", "posts.db.before-schema-8", "posts.db.partial-123"})
    std::ofstream(folder / name).close();
  REQUIRE(store::kept_copies(folder / "posts.db").size() == 3);
  REQUIRE(store::leftovers_in(folder.path()).size() == 1);
  // A folder of three files has five entries, with . and .. among them.
  for (int read = 0; read < 5; ++read) {
    CAPTURE(read);
    entries_until_failure = read;
    CHECK_NOTHROW(store::kept_copies(folder / "posts.db"));
    entries_until_failure = read;
    CHECK_NOTHROW(store::leftovers_in(folder.path()));
    entries_until_failure = -1;
  }
}
