#pragma once

#include <catch2/catch.hpp>
#include <utility>
#include <vector>

#include "evaluation/labelled_file.h"

namespace nhs::test {

/// The posts of the development file, which taught the committed model nothing.
inline std::vector<evaluation::LabelledText> dev_posts() {
  auto rows = evaluation::read_labelled(NHS_SOURCE_DIR "/training/data/social/dev.tsv");
  REQUIRE(rows);
  return std::move(*rows);
}

}  // namespace nhs::test
