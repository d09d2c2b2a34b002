#include <catch2/catch.hpp>
#include <fstream>

#include "committed_model.h"

using namespace nhs;

namespace {

/// `compassion:upheld`, `-compassion`, `positive`, `pledge`, `homeless_people`, `-sex_workers`.
bool holds(const Classification& found, std::string expected) {
  const bool absent = expected.front() == '-';
  if (absent) expected.erase(0, 1);
  const std::string id = expected.substr(0, expected.find(':'));
  if (const auto value = from_id<Value>(id)) {
    for (const ValueFinding& finding : found.values) {
      if (finding.value != *value) continue;
      return !absent && (id == expected || expected == id + ":" + std::string(id_of(finding.direction)));
    }
    return absent;
  }
  if (const auto group = from_id<Group>(id))
    return absent != (std::find(found.groups.begin(), found.groups.end(), *group) != found.groups.end());
  if (const auto sentiment = from_id<Sentiment>(id))
    return found.sentiment && found.sentiment->label == *sentiment;
  if (const auto kind = from_id<Kind>(id)) return found.kind && found.kind->label == *kind;
  FAIL("not an expectation: " << expected);
  return false;
}

}  // namespace

TEST_CASE("Plain cases of the field come out as the guide says, nine of ten", "[cases]") {
  std::ifstream cases(NHS_SOURCE_DIR "/tests/cases/values.tsv");
  std::string line;
  REQUIRE(std::getline(cases, line));
  REQUIRE(line == "text\texpected");
  std::size_t all = 0, right = 0;
  std::string missed;
  while (std::getline(cases, line)) {
    const std::size_t tab = line.find('\t');
    REQUIRE(tab != std::string::npos);
    const bool holds_true = holds(committed_model().classify(line.substr(0, tab)), line.substr(tab + 1));
    ++all;
    right += holds_true ? 1 : 0;
    if (!holds_true) missed += line + '\n';
  }
  CAPTURE(missed);
  REQUIRE(all >= 60);
  CHECK(right * 10 >= all * 9);
}
