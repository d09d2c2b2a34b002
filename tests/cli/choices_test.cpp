#include <catch2/catch.hpp>

#include "tests/cli/desk.h"
#include "tests/support/holds.h"

using namespace nhs;
using namespace nhs::test;

namespace {

struct Asked : Desk {
  Asked() {
    const std::string post =
        R"({"id": "https://a.example/1", "author": "@a@a.example", "text": "Treated with dignity and respect, and listened to", "created_at": "2026-05-18T09:30:00Z", "language": "en"})";
    REQUIRE(run({"import", write("posts.ndjson", post + "\n")}).status == 0);
  }
};

}  // namespace

TEST_CASE("A value is known by its id, its name and a word of its own, in any case", "[choices]") {
  const Asked desk;
  const Ended by_id = desk.run({"posts", "--value", "quality_of_care", "--format", "json"});
  REQUIRE(by_id.status == 0);
  for (const char* name : {"quality-of-care", "Quality of care", "Commitment to quality of care", "QUALITY",
                           "commitment-to-quality-of-care"}) {
    const Ended named = desk.run({"posts", "--value", name, "--format", "JSON"});
    INFO(name << ": " << named.err);
    CHECK(named.status == 0);
    CHECK(named.out == by_id.out);
  }
  CHECK(desk.run({"posts", "--value", "dignity", "--group", "Homeless-People", "--kind", "News",
                  "--direction", "Upheld", "--sentiment", "POSITIVE"})
            .status == 0);
  // A word that means something else to people is nobody's: who asks about workers means staff.
  for (const char* group : {"workers", "people", "sex"})
    CHECK(desk.run({"posts", "--group", group}).status == 64);
  for (const char* value : {"care", "lives", "together", "counts"})
    CHECK(desk.run({"posts", "--value", value}).status == 64);
  CHECK(desk.run({"posts", "--value", "of"}).status == 64);
  CHECK(desk.run({"posts", "--value", "and"}).status == 64);
}

TEST_CASE("What is misspelt is refused with what may have been meant", "[choices]") {
  const Asked desk;
  const auto refused = [&](const std::vector<std::string>& words) {
    const Ended ended = desk.run(words);
    CHECK(ended.status == 64);
    CHECK(ended.out.empty());
    CHECK(std::count(ended.err.begin(), ended.err.end(), '\n') == 1);
    return ended.err;
  };
  CHECK(holds(refused({"posts", "--value", "compasion"}), "(did you mean compassion?)"));
  CHECK(holds(refused({"trends", "--format", "chrat"}), "(did you mean chart?)"));
  CHECK(holds(refused({"trends", "--by", "mnth"}), "(did you mean month?)"));
  CHECK(refused({"trends", "--vlaue", "compassion"}) ==
        "nhsvalues: --vlaue: there is no such option (did you mean --value?); see nhsvalues trends --help\n");
  CHECK(holds(refused({"posts", "--unheard-of=1"}), "--unheard-of: there is no such option; see"));
  CHECK(holds(refused({"--dbb", "x", "trends"}), "(did you mean --db?)"));
  CHECK(holds(refused({"trnds"}), "there is no such command (did you mean trends?)"));
  CHECK(
      holds(refused({"posts", "--group", "martians"}), "there is no such group; there are homeless_people"));
  CHECK(holds(refused({}), "`nhsvalues report` tells what changed last week"));
}

TEST_CASE("A word of another filter's is refused with that filter's option", "[choices]") {
  const Asked desk;
  const auto told = [&](const char* option, const char* word) {
    const Ended ended = desk.run({"posts", option, word});
    CHECK(ended.status == 64);
    return ended.err;
  };
  CHECK(holds(told("--direction", "negative"), "mentioned (did you mean --sentiment negative?); see"));
  CHECK(holds(told("--sentiment", "fell short"), "(did you mean --direction breached?)"));
  CHECK(holds(told("--kind", "complaint"), "(did you mean --sentiment negative?)"));
  CHECK(holds(told("--kind", "compassion"), "(did you mean --value compassion?)"));
  CHECK(holds(told("--value", "Compassion:breached"),
              "(did you mean --value compassion --direction breached?)"));
  CHECK_FALSE(holds(told("--value", "kindness"), "did you mean"));
  CHECK_FALSE(holds(told("--value", "compassion:rarely"), "did you mean"));
}

TEST_CASE("A word without its option is refused with the option", "[choices]") {
  const Asked desk;
  const auto told = [&](const std::vector<std::string>& words) {
    const Ended ended = desk.run(words);
    CHECK(ended.status == 64);
    return ended.err;
  };
  CHECK(holds(told({"trends", "compassion"}), "compassion (did you mean --value compassion?); see"));
  CHECK(holds(told({"posts", "complaints"}), "(did you mean --sentiment negative?)"));
  CHECK(holds(told({"posts", "last-week"}), "(did you mean --period last-week?)"));
  CHECK(holds(told({"coverage", "2026-W46"}), "(did you mean --period 2026-W46?)"));
  CHECK(holds(told({"posts", "-o", "x.csv"}), "(the answer goes to standard output: nhsvalues … > FILE)"));
  CHECK_FALSE(holds(told({"report", "compassion"}), "did you mean"));
  CHECK_FALSE(holds(told({"trends", "nonsense"}), "did you mean"));
}

TEST_CASE("Saved searches and sources that are misspelt are told the name they may have", "[choices]") {
  const Asked desk;
  const std::string config =
      desk.write("nhsvalues.toml",
                 "topics = [\"NHSvalues\"]\ncontact = \"https://example.org/contact\"\n"
                 "[[query]]\nname = \"waiting\"\ntext = \"waiting\"\n"
                 "[[source]]\nname = \"leeds.example\"\nkind = \"mastodon\"\n"
                 "url = \"https://leeds.example\"\nevery = \"5m\"\n");
  CHECK(holds(desk.run({"--config", config, "posts", "--saved", "wating"}).err, "(did you mean waiting?)"));
  CHECK(holds(desk.run({"--config", config, "sources", "test", "leds.example"}).err,
              "(did you mean leeds.example?)"));
  CHECK(holds(desk.run({"--config", config, "sources", "disable", "leds.example"}).err,
              "(did you mean leeds.example?)"));
}

TEST_CASE("A report is not written in a kind of file that it is not", "[choices]") {
  const Asked desk;
  const Ended refused = desk.run({"report", "--period", "2026-05", "-o", desk.path("a.pdf").string()});
  CHECK(refused.status == 64);
  CHECK(holds(refused.err, "files of the kind .pdf cannot be written; let the name end in .html"));
  CHECK_FALSE(std::filesystem::exists(desk.path("a.pdf")));
  REQUIRE(desk.run({"report", "--period", "2026-05", "-o", desk.path("a.txt").string()}).status == 0);
  CHECK_FALSE(holds(read_whole(desk.path("a.txt")), "<html"));
}
