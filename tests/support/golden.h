#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace nhs::test {

/// Whether a text is, to the byte, what a file holds. With NHS_GOLDEN=write in the environment the file is
/// written instead: look at what `git diff` then shows before you keep it.
inline void check_golden_file(const std::filesystem::path& file, const std::string& text) {
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
  INFO(file << " is not what is written now; look at both, and write it anew with NHS_GOLDEN=write");
  // In brackets: a page of hundreds of lines says nothing in a message.
  CHECK((expected.str() == text));
}

/// The same of the file of this name in tests/report/golden.
inline void check_golden(const std::string& name, const std::string& text) {
  INFO(name << ": what is said now:\n" << text);
  check_golden_file(std::filesystem::path{NHS_SOURCE_DIR} / "tests/report/golden" / name, text);
}

/// The same of the file of this name in tests/fixtures/report: whole pages.
inline void check_golden_page(const std::string& name, const std::string& text) {
  check_golden_file(std::filesystem::path{NHS_FIXTURES} / "report" / name, text);
}

}  // namespace nhs::test
