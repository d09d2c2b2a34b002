#include "core/shortage.h"

#include <stdlib.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <new>
#include <stdexcept>

using namespace nhs;

TEST_CASE("Want of memory, descriptors or room is the machine's, and may be over by the next try",
          "[shortage]") {
  CHECK(shortage(std::bad_alloc{})->status == ExitStatus::try_again);
  const auto descriptors = shortage(std::system_error(EMFILE, std::system_category()));
  REQUIRE(descriptors);
  CHECK(descriptors->status == ExitStatus::try_again);
  CHECK(descriptors->message.find("LimitNOFILE") != std::string::npos);
  CHECK(shortage(std::error_code(ENFILE, std::generic_category()))->status == ExitStatus::try_again);
  CHECK(shortage(std::error_code(ENOSPC, std::system_category()))->status == ExitStatus::io);
}

TEST_CASE("A folder that is gone is blamed only for a name that was to be completed by it", "[shortage]") {
  namespace fs = std::filesystem;
  const fs::path before = fs::current_path();
  std::string made = (fs::temp_directory_path() / "nhsvalues-XXXXXX").string();
  REQUIRE(::mkdtemp(made.data()) != nullptr);
  fs::current_path(made);
  fs::remove(made);
  const auto named = shortage(fs::filesystem_error("", std::error_code(ENOENT, std::generic_category())));
  const auto full = shortage(fs::filesystem_error("", std::error_code(ENOSPC, std::generic_category())));
  fs::current_path(before);
  REQUIRE(named);
  CHECK(named->status == ExitStatus::no_input);
  REQUIRE(full);
  CHECK(full->status == ExitStatus::io);
}

TEST_CASE("A mistake of the program is not taken for want of anything", "[shortage]") {
  CHECK_FALSE(shortage(std::logic_error{"two ends"}));
  CHECK_FALSE(shortage(std::system_error(EINVAL, std::system_category())));
}
