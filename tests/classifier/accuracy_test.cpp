#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "committed_model.h"
#include "evaluation/accuracy.h"
#include "evaluation/labelled_file.h"
#include "tests/support/left_out.h"

using namespace nhs;

namespace {

evaluation::Accuracy accuracy_on(const std::filesystem::path& file) {
  const auto rows = evaluation::read_labelled(file);
  REQUIRE(rows);
  std::vector<evaluation::Comparison> judged;
  for (const evaluation::LabelledText& row : *rows)
    judged.push_back(evaluation::compared(row.label, committed_model().classify(row.text)));
  return evaluation::accuracy_of(judged);
}

/// Holds a file's accuracy against the lines `FILE<TAB>MEASURE<TAB>LEAST` of the baseline that name it.
void check_against_baseline(const std::string& name, const std::filesystem::path& file) {
  const evaluation::Accuracy accuracy = accuracy_on(file);
  std::ifstream baseline(NHS_SOURCE_DIR "/tests/classifier/baseline.tsv");
  std::size_t compared = 0;
  for (std::string line; std::getline(baseline, line);) {
    std::istringstream cells(line);
    std::string of, measure, least;
    std::getline(cells, of, '\t');
    std::getline(cells, measure, '\t');
    std::getline(cells, least);
    if (of != name) continue;
    const evaluation::Measure* found = evaluation::find_measure(accuracy, measure);
    CAPTURE(name, measure);
    REQUIRE(found != nullptr);
    CHECK(found->estimate.value >= std::stod(least));
    ++compared;
  }
  CHECK(compared > 0);
}

}  // namespace

TEST_CASE("The committed model judges the development posts no worse than its baseline", "[accuracy]") {
  check_against_baseline("social/dev.tsv", NHS_SOURCE_DIR "/training/data/social/dev.tsv");
}

TEST_CASE("The committed model judges posts that chose nothing no worse than its baseline", "[accuracy]") {
  check_against_baseline("social/held-out.tsv", NHS_SOURCE_DIR "/training/data/social/held-out.tsv");
}

TEST_CASE("The committed model judges comments and tweets no worse than its baseline, where they are at hand",
          "[accuracy]") {
  const std::filesystem::path data = NHS_SOURCE_DIR "/../shared/data";
  int at_hand = 0;
  for (const std::string name : {"values/dev.tsv", "sentiment/nhs_dev.tsv", "sentiment/tweeteval_dev.tsv"}) {
    if (std::filesystem::exists(data / name)) {
      check_against_baseline(name, data / name);
      ++at_hand;
    } else {
      std::cout << name << " is not at hand (its texts are not part of this repository)\n";
    }
  }
  if (at_hand == 0) test::leave_out("none of these texts is at hand");
}
