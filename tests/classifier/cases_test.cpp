#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "committed_model.h"

using namespace nhs;

namespace {

/// `compassion`, `compassion:upheld`
bool holds_value(const Classification& found, Value value, std::string_view direction) {
  return std::any_of(found.values.begin(), found.values.end(), [&](const ValueFinding& finding) {
    return finding.value == value && (direction.empty() || direction == id_of(finding.direction));
  });
}

/// `>0.5`, `<-0.2`
bool holds_score(const Classification& found, const std::string& bound) {
  const double limit = std::stod(bound.substr(1));
  if (!found.sentiment) return false;
  return bound.front() == '>' ? found.sentiment->score() > limit : found.sentiment->score() < limit;
}

/// One expectation, as tests/cases/README.md lists them.
bool holds(const Classification& found, const std::string& expected) {
  if (expected.front() == '-') return !holds(found, expected.substr(1));
  if (expected == "none") return !found.unclassified && found.values.empty();
  if (expected == "unclassified") return found.unclassified.has_value();
  if (expected.rfind("score", 0) == 0) return holds_score(found, expected.substr(5));
  const std::size_t colon = std::min(expected.find(':'), expected.size());
  if (const auto value = from_id<Value>(expected.substr(0, colon)))
    return holds_value(found, *value,
                       std::string_view(expected).substr(std::min(colon + 1, expected.size())));
  if (const auto group = from_id<Group>(expected))
    return std::find(found.groups.begin(), found.groups.end(), *group) != found.groups.end();
  if (const auto sentiment = from_id<Sentiment>(expected))
    return found.sentiment && found.sentiment->label == *sentiment;
  if (const auto kind = from_id<Kind>(expected)) return found.kind && found.kind->label == *kind;
  FAIL("not an expectation: " << expected);
  return false;
}

std::string said(const Classification& found) {
  std::string text = found.unclassified ? "unclassified" : "";
  if (found.sentiment) text += std::string(id_of(found.sentiment->label));
  for (const ValueFinding& value : found.values)
    text += ' ' + std::string(id_of(value.value)) + ':' + std::string(id_of(value.direction));
  if (found.kind) text += ' ' + std::string(id_of(found.kind->label));
  for (const Group group : found.groups) text += ' ' + std::string(id_of(group));
  return text;
}

struct Tally {
  std::size_t all = 0;
  std::size_t right = 0;
  std::string missed;

  std::string share(const std::string& name) const {
    return name + ": " + std::to_string(right) + " of " + std::to_string(all) + '\n';
  }
};

void judge(const std::string& text, const std::string& expectations, Tally& tally) {
  const Classification found = committed_model().classify(text);
  std::istringstream words(expectations);
  std::string wrong;
  for (std::string word; words >> word;)
    if (!holds(found, word)) wrong += word + ' ';
  ++tally.all;
  if (wrong.empty())
    ++tally.right;
  else
    tally.missed += "  " + text + "\n    not " + wrong + "but " + said(found) + '\n';
}

Tally read_cases(const std::filesystem::path& file) {
  CAPTURE(file);
  std::ifstream cases(file);
  std::string line;
  while (std::getline(cases, line) && line.rfind("# ", 0) == 0) continue;
  REQUIRE(line == "text\texpected");
  Tally tally;
  while (std::getline(cases, line)) {
    const std::size_t tab = line.find('\t');
    CAPTURE(line);
    REQUIRE((tab != std::string::npos && tab > 0 && tab + 1 < line.size()));
    judge(line.substr(0, tab), line.substr(tab + 1), tally);
  }
  return tally;
}

}  // namespace

TEST_CASE("Cases of the field come out as the guide says, nine of ten", "[cases]") {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(NHS_SOURCE_DIR "/tests/cases"))
    if (entry.path().extension() == ".tsv") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  Tally total;
  std::string report;
  for (const auto& file : files) {
    const Tally tally = read_cases(file);
    total.all += tally.all;
    total.right += tally.right;
    report += tally.share(file.stem().string()) + tally.missed;
  }
  WARN(report + total.share("all"));
  CHECK(total.all >= 170);
  CHECK(total.right * 10 >= total.all * 9);
}
