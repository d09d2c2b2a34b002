#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace nhs::test {

/// Whether a text is, to the byte, what the file of this name in tests/report/golden holds. With
/// NHS_GOLDEN=write in the environment the file is written instead: look at what `git diff` then shows before
/// you keep it.
inline void check_golden(const std::string& name, const std::string& text) {
  const std::filesystem::path file = std::filesystem::path{NHS_SOURCE_DIR} / "tests/report/golden" / name;
  const char* const mode = std::getenv("NHS_GOLDEN");
  if (mode != nullptr && std::string{mode} == "write") {
    std::ofstream out{file, std::ios::binary};
    out << text;
    out.close();
    REQUIRE(out);
    return;
  }
  std::ifstream in{file, std::ios::binary};
  std::stringstream expected;
  expected << in.rdbuf();
  INFO(name << ": what is said now:\n" << text);
  CHECK(expected.str() == text);
}

}  // namespace nhs::test
