#include "report/accuracy_view.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "core/json.h"
#include "core/text.h"
#include "watched.h"

using namespace nhs;
using namespace nhs::report;
using evaluation::Comparison;

namespace {

Comparison text(const char* people, const char* found, Sentiment sentiment) {
  Comparison text;
  text.people.values = parse_values_field(people).value();
  text.found.values = parse_values_field(found).value();
  text.people.sentiment = Sentiment::positive;
  text.found.sentiment = sentiment;
  return text;
}

/// 12 posts on compassion of which 9 were found, one on everyone counts; 3 of 4 sentiments right.
EvaluatedSample sample(std::size_t times = 1) {
  std::vector<Comparison> texts;
  for (std::size_t i = 0; i < times; ++i) {
    for (int right = 0; right < 9; ++right)
      texts.push_back(text("compassion:upheld", "compassion:upheld", Sentiment::positive));
    for (int missed = 0; missed < 3; ++missed) texts.push_back(text("compassion", "-", Sentiment::negative));
  }
  texts.push_back(text("everyone_counts", "-", Sentiment::negative));
  return {"dev.tsv", Basis::file, "2026.11", evaluation::accuracy_of(texts)};
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("For people: numbers with intervals, and in words where they are too few", "[accuracy]") {
  const std::string few = accuracy_tables({sample()}, test::terminal_of(120));
  CHECK(few.rfind("dev.tsv: 13 texts, against model 2026.11.", 0) == 0);
  CHECK(has(few,
            "compassion            12     9  1.00 (0.70 to 1.00)  0.75 (0.47 to 0.91)  0.86 (0.64 to 0.95)"));
  CHECK(has(few, "too few to tell"));
  CHECK(has(few, "Too few to tell: with fewer than 100 texts"));
  CHECK(has(few, "positive                  9       0        4            0"));
  CHECK(has(few, "bootstrap"));
  const std::string many = accuracy_tables({sample(10)}, test::terminal_of(120));
  CHECK_FALSE(has(many, "Too few to tell"));
  CHECK(has(many, "sentiment accuracy"));
}

TEST_CASE("That a sample of two readers is weighted is told, and of two files it is not", "[accuracy]") {
  EvaluatedSample readers = sample();
  readers.basis = Basis::readers;
  CHECK_FALSE(has(accuracy_tables({readers}, test::terminal_of(120)), "Weighted by how many posts"));
  readers.weighted = true;
  CHECK(has(accuracy_tables({readers}, test::terminal_of(120)), "Weighted by how many posts"));
}

TEST_CASE("A sample of which a stratum was not judged says so first, and in JSON", "[accuracy]") {
  EvaluatedSample judged = sample();
  judged.name = "all posts";
  judged.basis = Basis::judged;
  const auto flat = [&] { return accuracy_tables({judged}, test::terminal_of(300)); };
  CHECK(flat().rfind("all posts: 13 texts of a random sample", 0) == 0);
  judged.not_judged = {{Value::quality_of_care}, 448, 2135};
  CHECK(flat().rfind(
            "all posts, but for some that nobody judged: 13 texts of a random sample, judged by people, "
            "against model 2026.11. Nobody judged a post on quality of care (448 of 2135 posts when the "
            "sample was drawn)",
            0) == 0);
  const auto document = JsonDocument::parse(accuracy_json({judged, sample()}));
  REQUIRE(document);
  const JsonView samples = document->root()["samples"];
  CHECK(samples.at(0)["not_judged"]["strata"].at(0).text() == "quality_of_care");
  CHECK(samples.at(0)["not_judged"]["posts"].integer() == 448);
  CHECK(samples.at(1)["not_judged"].is_null());
}

TEST_CASE("On a narrow terminal the table of labels leaves intervals out before it wraps", "[accuracy]") {
  std::istringstream lines{accuracy_tables({sample(10)}, test::terminal_of(72))};
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    CHECK(display_width(line) <= 72);
  }
}

TEST_CASE("JSON and CSV carry every number with its interval and whether it is enough", "[accuracy]") {
  const auto document = JsonDocument::parse(accuracy_json({sample()}));
  REQUIRE(document);
  const JsonView root = document->root();
  CHECK(root["schema"].text() == "nhsvalues.evaluate/1");
  const JsonView one = root["samples"].at(0);
  CHECK(one["basis"].text() == "file");
  CHECK(one["texts"].integer() == 13);
  CHECK(one["enough"].boolean() == false);
  CHECK(one["measures"]["values_micro_f1"]["value"].number() == Approx(18.0 / 22).margin(1e-4));
  CHECK(one["measures"]["direction_right"]["of"].integer() == 9);
  const JsonView compassion = one["labels"]["values"]["compassion"];
  CHECK(compassion["labelled"].integer() == 12);
  CHECK(compassion["enough"].boolean() == true);
  CHECK(compassion["recall"]["low"].number() == Approx(0.4677).margin(1e-4));
  CHECK(one["labels"]["values"]["everyone_counts"]["precision"].is_null());
  CHECK(one["sentiment_confusion"]["positive"]["negative"].integer() == 4);

  EvaluatedSample hostile = sample();
  hostile.name = "=a\"b";
  const std::string csv = accuracy_csv({hostile});
  CHECK(csv.rfind("sample,aspect,label,measure,value,low,high,of,enough\r\n", 0) == 0);
  CHECK(has(csv, "\"'=a\"\"b\",values,compassion,recall,0.7500,0.4677,0.9111,12,true\r\n"));
}

TEST_CASE("A reader's name does nothing to a terminal or a page", "[accuracy]") {
  EvaluatedSample readers = sample();
  readers.name = test::kHostile;
  readers.basis = Basis::readers;
  CHECK(test::is_harmless(accuracy_tables({readers}, test::terminal_of(80))));
  CHECK(test::is_harmless(accuracy_markdown({readers})));
}
