#include <algorithm>
#include <catch2/catch.hpp>

#include "committed_model.h"
#include "dev_posts.h"

using namespace nhs;
using nhs::test::dev_posts;

namespace {

bool at_character(const std::string& text, std::size_t offset) {
  return offset == text.size() || (static_cast<unsigned char>(text[offset]) & 0xC0) != 0x80;
}

std::string without(std::string text, std::vector<Evidence> spans) {
  std::sort(spans.begin(), spans.end(),
            [](const Evidence& a, const Evidence& b) { return a.start > b.start; });
  for (const Evidence& span : spans) text.erase(span.start, span.end - span.start);
  return text;
}

/// The value's probability where it is found, else none: below the threshold in any case.
double probability(const Classification& found, Value value) {
  for (const ValueFinding& finding : found.values)
    if (finding.value == value) return finding.probability;
  return 0;
}

std::string words_for(std::string_view text, Value value) {
  std::string words;
  for (const ValueFinding& finding : committed_model().classify(text).values)
    if (finding.value == value)
      for (const Evidence& span : finding.evidence)
        words += std::string(text.substr(span.start, span.end - span.start)) + "|";
  return words;
}

}  // namespace

TEST_CASE("Evidence lies within the text, at whole characters, apart, and at most three spans",
          "[evidence]") {
  for (const evaluation::LabelledText& row : dev_posts()) {
    CAPTURE(row.text);
    const Classification found = committed_model().classify(row.text);
    for (const ValueFinding& finding : found.values) {
      REQUIRE_FALSE(finding.evidence.empty());
      CHECK(finding.evidence.size() <= 3);
      auto spans = finding.evidence;
      std::sort(spans.begin(), spans.end(),
                [](const Evidence& a, const Evidence& b) { return a.start < b.start; });
      std::size_t free_from = 0;
      for (const Evidence& span : spans) {
        CHECK((free_from <= span.start && span.start < span.end && span.end <= row.text.size()));
        CHECK((at_character(row.text, span.start) && at_character(row.text, span.end)));
        free_from = span.end;
      }
    }
  }
}

TEST_CASE("Without the words that are named, a value is less probable", "[evidence]") {
  std::size_t found_values = 0, lowered = 0;
  for (const evaluation::LabelledText& row : dev_posts()) {
    for (const ValueFinding& finding : committed_model().classify(row.text).values) {
      ++found_values;
      const Classification rest =
          committed_model().classify(without(row.text, finding.evidence), "en", classifier::Domain::post);
      lowered += probability(rest, finding.value) < finding.probability ? 1 : 0;
    }
  }
  CAPTURE(found_values, lowered);
  REQUIRE(found_values > 200);
  CHECK(lowered * 10 >= found_values * 9);
}

TEST_CASE("The words that decide are those that a reader would point at", "[evidence]") {
  CHECK(words_for("The night nurse was so kind and gentle with my mum", Value::compassion).find("kind") !=
        std::string::npos);
  CHECK(words_for("#NHSvalues compassion matters, the nurse was kind", Value::compassion).find("NHSvalues") ==
        std::string::npos);
}
