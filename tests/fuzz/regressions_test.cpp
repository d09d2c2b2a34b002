#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#define NHS_FUZZ_TARGET(name, folders) \
  extern "C" int nhs_fuzz_##name(const std::uint8_t* data, std::size_t size);
#include "targets.inc"
#undef NHS_FUZZ_TARGET

namespace {

struct Target {
  const char* name;
  int (*run)(const std::uint8_t* data, std::size_t size);
  const char* folders;  ///< with spaces between
};

constexpr Target kTargets[] = {
#define NHS_FUZZ_TARGET(name, folders) {#name, nhs_fuzz_##name, folders},
#include "targets.inc"
#undef NHS_FUZZ_TARGET
};

std::vector<std::filesystem::path> files_in(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::uint8_t> bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
  return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("Every reader keeps its promises on what it is known to meet, and on what once broke it",
          "[fuzz]") {
  for (const Target& target : kTargets) {
    std::size_t read = 0;
    std::istringstream folders{target.folders};
    for (std::string folder; folders >> folder;) {
      for (const auto& file : files_in(folder)) {
        INFO(target.name << ": " << file.string());
        const auto bytes = bytes_of(file);
        CHECK_NOTHROW(target.run(bytes.data(), bytes.size()));
        ++read;
      }
    }
    INFO(target.name);
    CHECK(read > 0);
  }
}
