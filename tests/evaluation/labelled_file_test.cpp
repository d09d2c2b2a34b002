#include "evaluation/labelled_file.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/support/scratch.h"

using namespace nhs;
using namespace nhs::evaluation;

namespace {

const std::string kHeader = "id\ttext\tvalues\tsentiment\tkind\tgroups\n";

struct Written {
  nhs::test::Scratch scratch;

  Result<std::vector<LabelledText>> read(const std::string& text) const {
    std::ofstream(scratch / "labels.tsv", std::ios::binary) << text;
    return read_labelled(scratch / "labels.tsv");
  }
  /// What is wrong, without the folder.
  std::string fault(const std::string& text) const {
    const auto rows = read(text);
    if (rows) return "nothing";
    CHECK(rows.error().status == ExitStatus::bad_data);
    const std::string& message = rows.error().message;
    return message.substr(message.find("labels.tsv"));
  }
};

}  // namespace

TEST_CASE("A labelled file is read by its header; an empty field is an aspect nobody spoke of",
          "[labelled]") {
  const Written written;
  const auto rows = written.read(
      kHeader + "a\tone\\ttwo\tcompassion:breached\tnegative\texperience\t-\nb\tthree\t\tneutral\n");
  REQUIRE(rows);
  REQUIRE(rows->size() == 2);
  CHECK(rows->at(0).id == "a");
  CHECK(rows->at(0).text == "one\ttwo");
  CHECK(rows->at(0).label.values == std::vector<LabelledValue>{{Value::compassion, Direction::breached}});
  CHECK(rows->at(0).label.groups == std::vector<Group>{});
  CHECK(rows->at(1).line == 3);
  CHECK(rows->at(1).label.sentiment == Sentiment::neutral);
  CHECK_FALSE(rows->at(1).label.values);
  CHECK_FALSE(rows->at(1).label.groups);
}

TEST_CASE("A file of sentiments alone is read, whatever else it holds", "[labelled]") {
  const auto rows = Written{}.read("id\tsource\tsplit\tlabel\ttext\n1\tx\tdev\tneg\tDreadful\n");
  REQUIRE(rows);
  CHECK(rows->at(0).text == "Dreadful");
  CHECK(rows->at(0).label.sentiment == Sentiment::negative);
  CHECK_FALSE(rows->at(0).label.values);
}

TEST_CASE("What a spreadsheet of Windows adds is undone", "[labelled]") {
  const auto rows = Written{}.read(
      "\xef\xbb\xbfid\ttext\tvalues\tsentiment\tkind\tgroups\r\n1\tKind\t\"compassion,everyone_counts\"\t positive "
      "\t\t\r\n\r\n");
  REQUIRE(rows);
  REQUIRE(rows->size() == 1);
  CHECK(rows->at(0).label.values->size() == 2);
  CHECK(rows->at(0).label.sentiment == Sentiment::positive);
}

TEST_CASE("What is wrong in a labelled file is told with its line and the nearest word", "[labelled]") {
  const Written written;
  CHECK(written.fault(kHeader + "1\tx\t-\t\t\t\n2\tx\tcompasion\t\t\t\n")
            .find("labels.tsv:3: values: compasion: there is no such value (did you mean compassion?)") == 0);
  CHECK(written.fault(kHeader + "1\tx\tcompassion:uphold\t\t\t\n").find("labels.tsv:2: values: uphold") == 0);
  CHECK(written.fault(kHeader + "1\tx\t-\t\t\t\t\n").find("labels.tsv:2: 7 fields, and the header has 6") ==
        0);
  CHECK(written.fault("id\tlabel\ttext\n1\tbad\tx\n").find("labels.tsv:2: label: bad: there is no such") ==
        0);
  CHECK(written.fault("").find("labels.tsv: is empty; a labelled file begins with the header `id text") == 0);
  CHECK(written.fault(kHeader) == "labels.tsv: a header, and no texts");
  CHECK(written.fault("id\ttext\n1\tx\n").find("labels.tsv:1: no column of labels; ") == 0);
  CHECK(written.fault("text,values\nx,-\n").find("labels.tsv:1: no column `text`; ") == 0);
  const auto missing = read_labelled(written.scratch / "none.tsv");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().status == ExitStatus::no_input);
  CHECK(read_labelled(written.scratch.path()).error().status == ExitStatus::no_input);
}
