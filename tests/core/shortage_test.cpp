#include "core/shortage.h"

#include <catch2/catch.hpp>
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

TEST_CASE("A mistake of the program is not taken for want of anything", "[shortage]") {
  CHECK_FALSE(shortage(std::logic_error{"two ends"}));
  CHECK_FALSE(shortage(std::system_error(EINVAL, std::system_category())));
}
