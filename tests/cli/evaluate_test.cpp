#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>
#include <sstream>

#include "core/json.h"
#include "tests/cli/desk.h"

using namespace nhs;
using namespace nhs::test;

namespace {

const std::string kDev = std::string{NHS_SOURCE_DIR} + "/training/data/social/dev.tsv";
const std::string kHeader = "id\ttext\tvalues\tsentiment\tkind\tgroups\n";

JsonDocument asked(const Desk& desk, std::vector<std::string> words) {
  words.insert(words.end(), {"--format", "json"});
  const Ended ended = desk.run(words);
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  auto document = JsonDocument::parse(ended.out);
  REQUIRE(document);
  return *std::move(document);
}

void check_refused(const Ended& ended, int status, const std::string& words) {
  INFO(ended.err);
  CHECK(ended.status == status);
  CHECK(ended.out.empty());
  CHECK(ended.err.find(words) != std::string::npos);
}

void fill(const Desk& desk) {
  std::string posts;
  for (int i = 0; i < 30; ++i) {
    const std::string id = std::to_string(i);
    posts += R"({"id": ")" + id + R"(", "text": ")" +
             (i < 10 ? "The nurse was so kind and caring to Mum, day " : "Visiting starts at two, bay ") +
             id + R"(", "language": "en", "created_at": "2026-11-03T09:30:00Z"})" + "\n";
  }
  const Ended imported = desk.run({"import", desk.write("posts.ndjson", posts)});
  INFO(imported.err);
  REQUIRE(imported.status == 0);
}

/// Every post of a sample judged alike.
std::string filled_in(const std::string& sheet, const std::string& labels) {
  std::istringstream lines{sheet};
  std::string filled;
  for (std::string line; std::getline(lines, line);)
    filled += line.rfind("id\t", 0) == 0 ? line + "\n" : line.substr(0, line.size() - 3) + labels + "\n";
  return filled;
}

}  // namespace

TEST_CASE("A labelled file is evaluated without a database, in every format", "[evaluate]") {
  const Desk desk;
  const auto document = asked(desk, {"evaluate", kDev, kDev});
  REQUIRE(document.root()["samples"].size() == 2);
  const JsonView one = document.root()["samples"].at(0);
  CHECK(one["name"].text() == "dev.tsv");
  CHECK(one["texts"].integer() == 298);
  CHECK(one["measures"]["values_macro_f1"]["value"].number() > 0.4);
  CHECK(one["labels"]["direction"]["breached"]["recall"]["value"].number() > 0.4);
  CHECK(desk.run({"evaluate", kDev, "--domain", "post"}).out.find("kappa, values") != std::string::npos);
  CHECK(desk.run({"evaluate", kDev, "--format", "markdown"}).out.rfind("### dev.tsv\n", 0) == 0);
  CHECK(desk.run({"evaluate", kDev, "--format", "csv"}).out.find("\"dev.tsv\",kind,news,f1,") !=
        std::string::npos);
}

TEST_CASE("Two readers' files are held against each other by id, with kappa", "[evaluate]") {
  const Desk desk;
  const std::string one = desk.write(
      "ana.tsv",
      kHeader + "a\tx\t\tpositive\nb\tx\t\tpositive\nc\tx\t\tnegative\nd\tx\t\tnegative\ne\tx\t-\n");
  const std::string other = desk.write(
      "ben.tsv",
      kHeader + "d\tx\t\tnegative\nc\tx\t\tpositive\nb\tx\t\tpositive\na\tx\t\tpositive\nf\tx\t-\n");
  const auto document = asked(desk, {"evaluate", one, "--against", other});
  const JsonView readers = document.root()["samples"].at(0);
  CHECK(readers["basis"].text() == "readers");
  CHECK(readers["model"].is_null());
  CHECK(readers["texts"].integer() == 4);
  // 3 of 4 alike; chance: 2/4 × 3/4 + 2/4 × 1/4.
  CHECK(readers["kappa"]["sentiment"]["value"].number() == Approx(0.5));
  CHECK_FALSE(readers["measures"]["unclassified"].exists());
  check_refused(desk.run({"evaluate", one, "--against", desk.write("c.tsv", kHeader + "z\tx\t-\n")}), 65,
                "no id in common");
  check_refused(desk.run({"evaluate", one, "--against", desk.write("d.tsv", kHeader + "a\tx\t-\na\tx\t-\n")}),
                65, "d.tsv:3: this id stands in line 2 already");
  CHECK(desk.run({"evaluate", one, "--against", desk.write("e.tsv", kHeader + "a\ty\t\tpositive\n")})
            .err.find("1 of 1 ids stand beside different texts") != std::string::npos);
}

TEST_CASE("What cannot be evaluated is refused in one line that says what to do", "[evaluate]") {
  const Desk desk;
  check_refused(desk.run({"evaluate"}), 64, "either labelled files, or --judged");
  check_refused(desk.run({"evaluate", kDev, "--judged"}), 64, "either labelled files, or --judged");
  check_refused(desk.run({"evaluate", kDev, kDev, "--against", kDev}), 64, "one file with one other");
  check_refused(desk.run({"evaluate", "none.tsv"}), 66, "none.tsv: cannot be read");
  check_refused(desk.run({"evaluate", desk.write("a.tsv", kHeader + "1\tx\tcompasion\n")}), 65,
                "a.tsv:2: values: compasion: there is no such value (did you mean compassion?)");
  check_refused(desk.run({"evaluate", desk.write("b.tsv", "")}), 65, "b.tsv: is empty");
  check_refused(desk.run({"evaluate", desk.write("c.tsv", "id\ttext\n1\tx\n")}), 65, "no column of labels");
  check_refused(desk.run({"evaluate", desk.write("d.tsv", kHeader + "1\tx\t\t\t\t\n")}), 65,
                "no text has a label");
}

TEST_CASE("The team's judged sample, and not its corrections, tells how right the machine is", "[evaluate]") {
  const Desk desk;
  fill(desk);
  REQUIRE(desk.run({"label", "1", "--sentiment", "negative"}).status == 0);
  check_refused(desk.run({"evaluate", "--judged"}), 66, "begin with nhsvalues label --sample 200");
  CHECK(desk.run({"status"}).out.find("nobody has judged") != std::string::npos);

  const Ended sheet = desk.run({"label", "--sample", "12", "--seed", "7"});
  REQUIRE(sheet.status == 0);
  const std::string judged =
      desk.write("sheet.tsv", filled_in(sheet.out, "compassion:upheld\tpositive\tnews\t-"));
  REQUIRE(desk.run({"label", "--from", judged, "--by", "Ana"}).status == 0);
  const std::string again = desk.write("again.tsv", filled_in(sheet.out, "-\tpositive\tnews\t-"));
  REQUIRE(desk.run({"label", "--from", again, "--by", "Ben"}).status == 0);
  REQUIRE(desk.run({"label", "--from", judged, "--by", "Ana"}).status == 0);

  const auto document = asked(desk, {"evaluate", "--judged"});
  REQUIRE(document.root()["samples"].size() == 2);
  const JsonView all = document.root()["samples"].at(0);
  CHECK(all["name"].text() == "all posts");
  CHECK(all["basis"].text() == "judged");
  CHECK(all["texts"].integer() == 12);
  CHECK(all["enough"].boolean() == false);
  // The model in use left none of them so, and it is the one that chose them.
  CHECK_FALSE(all["measures"]["unclassified"].exists());
  const JsonView readers = document.root()["samples"].at(1);
  CHECK(readers["name"].text() == "Ana and Ben");
  CHECK(readers["measures"]["sentiment_accuracy"]["value"].number() == 1.0);
  CHECK(desk.run({"evaluate", "--judged"}).out.find("Too few to tell") != std::string::npos);
  CHECK(desk.run({"status"}).out.find("12 posts sampled at random: too few") != std::string::npos);
}

TEST_CASE(
    "What the model in use leaves unclassified of a judged sample is measured, though its draw had none",
    "[evaluate]") {
  const Desk desk;
  fill(desk);
  const Ended sheet = desk.run({"label", "--sample", "12", "--seed", "7"});
  REQUIRE(desk.run({"label", "--from", desk.write("a.tsv", filled_in(sheet.out, "-\tneutral\tnews\t-"))})
              .status == 0);
  // In the place of a model that could read these, a text that this one cannot.
  SQLite::Database{desk.database().string(), SQLite::OPEN_READWRITE}.exec(
      "UPDATE post SET text = '...' WHERE id IN (SELECT post_id FROM sample ORDER BY post_id LIMIT 3)");
  const auto document = asked(desk, {"evaluate", "--judged"});
  const JsonView all = document.root()["samples"].at(0);
  CHECK(all["unclassified"].integer() == 3);
  CHECK(all["measures"]["unclassified"]["of"].integer() == 12);
  CHECK(all["measures"]["unclassified"]["value"].number() > 0);
}
