#pragma once

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "intake/import_reader.h"

namespace nhs::intake {

/// What a reader gives for a whole file.
struct Read {
  std::vector<ImportedPost> posts;
  std::vector<BadLine> bad;
  LeftOut left_out;
  std::string notice;
};

/// The time of a test: some days after the posts of the fixtures.
inline UtcTime test_now() { return *parse_rfc3339("2026-11-25T12:00:00Z"); }

inline Read read_all(ImportFormat format, const std::string& text, ImportOptions options = {}) {
  options.now = test_now();
  std::istringstream in{text};
  auto reader = make_import_reader(format, in, options);
  REQUIRE(reader);
  Read read;
  while (auto item = (*reader)->next()) {
    if (auto* post = std::get_if<ImportedPost>(&*item)) read.posts.push_back(std::move(*post));
    if (auto* bad = std::get_if<BadLine>(&*item)) read.bad.push_back(*bad);
  }
  CHECK_FALSE((*reader)->next());
  read.left_out = (*reader)->left_out();
  read.notice = (*reader)->notice();
  return read;
}

inline std::string fixture(const std::string& name) {
  std::ifstream in{std::string{NHS_FIXTURES} + "/" + name, std::ios::binary};
  REQUIRE(in);
  return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace nhs::intake
