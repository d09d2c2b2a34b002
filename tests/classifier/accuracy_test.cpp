#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "committed_model.h"
#include "training/measures.h"

using namespace nhs;

TEST_CASE("The committed model judges the development posts no worse than its baseline", "[accuracy]") {
  auto rows = training::read_labelled(NHS_SOURCE_DIR "/training/data/social/dev.tsv");
  REQUIRE(rows);
  std::vector<training::Judged> judged;
  for (training::LabelledText& row : *rows) {
    Classification found = committed_model().classify(row.text);
    judged.push_back({std::move(row), std::move(found)});
  }
  const std::vector<training::Measure> measures = training::measure(judged);

  std::ifstream baseline(NHS_SOURCE_DIR "/tests/classifier/baseline.tsv");
  std::size_t compared = 0;
  for (std::string line; std::getline(baseline, line);) {
    const std::size_t tab = line.find('\t');
    REQUIRE(tab != std::string::npos);
    const std::string name = line.substr(0, tab);
    for (const training::Measure& measure : measures) {
      if (measure.name != name) continue;
      CAPTURE(name);
      CHECK(measure.value >= std::stod(line.substr(tab + 1)));
      ++compared;
    }
  }
  CHECK(compared == 6);
}
