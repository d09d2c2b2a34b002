#include <catch2/catch.hpp>

#include "tests/cli/officer.h"

using namespace nhs;
using namespace nhs::test;

namespace {

const std::string kHook =
    "[[notify]]\nname = \"hook\"\nkind = \"webhook\"\nurl = \"https://hook.example/h\"\ncredential = \"hook.secret\"\n";

std::string paper(const Officer& desk, const std::string& toml, const char* which) {
  const Ended ended = desk.write_with(toml, {which});
  INFO(ended.err);
  CHECK(ended.status == 0);
  return ended.out;
}

/// From a heading to the next.
std::string section(const std::string& text, const std::string& heading) {
  const std::size_t at = text.find("\n## " + heading + "\n");
  return at == std::string::npos ? "" : text.substr(at, text.find("\n## ", at + 1) - at);
}

}  // namespace

TEST_CASE("A paper says that accounts and addresses are kept, and why nobody is told one by one",
          "[papers]") {
  const Officer desk;
  for (const char* which : {"privacy-notice", "dpia"}) {
    CAPTURE(which);
    const std::string text = paper(desk, configuration(), which);
    CHECK_FALSE(holds(text, "No account names"));
    CHECK(holds(
        text, "account and no address of a post in any other form than a keyed hash and an encrypted copy"));
    CHECK_FALSE(holds(text, "their addresses are not known"));
    CHECK(holds(text, "Article 14(5)(b)"));
  }
  CHECK(holds(paper(desk, configuration(), "dpia"), "Whether that is a fair balance: **[to be filled in"));
}

TEST_CASE("The right to object stands apart, with what goes on after it and what ends that", "[papers]") {
  const Officer desk;
  const std::string notice = paper(desk, configuration(), "privacy-notice");
  const std::string right = section(notice, "Your right to object");
  for (const char* part : {"Article 21", "It is still taken in\n  and judged", "still shown to a person",
                           "ask to be forgotten: all of it is erased, and nothing new is taken in"}) {
    CAPTURE(part);
    CHECK(holds(right, part));
  }
  for (const char* which : {"privacy-notice", "dpia"}) {
    const std::string text = paper(desk, configuration(), which);
    CHECK(holds(text, "| to have it restricted (Article 18) |"));
    CHECK(holds(text, "| to object (Article 21) |"));
  }
}

TEST_CASE("An assessment tells of messages wherever it speaks of processors, transfers and risks",
          "[papers]") {
  const Officer desk;
  const std::string none = paper(desk, configuration(), "dpia");
  CHECK(holds(none, "| processors | none by the program;"));
  CHECK(holds(none, "| transfers abroad | none of what was found;"));
  CHECK(holds(none, "no target outside this machine is configured | none |"));
  CHECK(holds(none, "No alert and no digest is sent to anybody outside this machine."));
  const std::string some = paper(desk, configuration() + kHook, "dpia");
  CHECK(holds(some, "| processors | messages go to hosts: alerts"));
  CHECK(holds(some, "| transfers abroad | messages with what was found in single posts"));
  CHECK(holds(
      some,
      "Sent: alerts (numbers, what was found in single posts, and their references; no text and no author), to a web service "
      "at hook.example | medium"));
  CHECK(holds(paper(desk, configuration() + kHook, "privacy-notice"),
              "They are personal data, under a pseudonym"));
}

TEST_CASE("No paper says that reading is written down, or that no name can be searched for", "[papers]") {
  const Officer desk;
  for (const char* which : {"privacy-notice", "dpia"}) {
    CAPTURE(which);
    const std::string text = paper(desk, configuration(), which);
    CHECK_FALSE(holds(text, "takes posts out is written down"));
    CHECK_FALSE(holds(text, "ranked or looked up"));
    CHECK_FALSE(holds(text, "no command for it"));
    CHECK(holds(text, "a name that stands in a text is one of its words"));
  }
  CHECK(holds(paper(desk, configuration(), "privacy-notice"),
              "That they read posts, in lists and reports also as a file, is\nnot written down"));
  CHECK(holds(paper(desk, configuration(), "dpia"), "reading is not written down, whole lists and reports"));
}

TEST_CASE("A paper speaks of children, of the team's own data, and of a program that errs", "[papers]") {
  const Officer desk;
  const std::string notice = paper(desk, configuration(), "privacy-notice");
  CHECK(holds(section(notice, "If you are under 18"), "You may ask us yourself"));
  CHECK(holds(section(notice, "If you work with this program"), "On what lawful basis: **[to be filled in"));
  CHECK(holds(section(notice, "How posts are judged"), "It guesses, and errs"));
  const std::string dpia = paper(desk, configuration(), "dpia");
  for (const char* part : {"| Children are among the authors", "### Members of the team", "| fairness |",
                           "| human review |", "artificial intelligence"}) {
    CAPTURE(part);
    CHECK(holds(dpia, part));
  }
}

TEST_CASE("Texts that were given for another purpose want an answer in an assessment", "[papers]") {
  const Officer desk;
  CHECK_FALSE(holds(paper(desk, configuration(), "dpia"), "| another purpose |"));
  REQUIRE(desk.run({"import", desk.write("survey.csv", "text\nThe nurse was kind\n")}).status == 0);
  CHECK(holds(paper(desk, configuration(), "dpia"), "| another purpose | texts from files"));
}

TEST_CASE("What is kept longer than a year is doubted, and wants a reason in the papers", "[papers]") {
  const Officer desk;
  const std::string toml =
      configuration() + "[retention]\ntext_days = 366\nnetworks = { bluesky = 400, mastodon = 365 }\n";
  const Ended checked = desk.write_with(toml, {"check-config"});
  CHECK(checked.status == 0);
  CHECK(holds(checked.err, "retention.text_days: texts are kept for 366 days, longer than the year"));
  CHECK(holds(checked.err, "retention.networks.bluesky: texts are kept for 400 days"));
  CHECK_FALSE(holds(checked.err, "retention.networks.mastodon"));
  CHECK_FALSE(holds(desk.write_with(configuration(), {"check-config"}).err, "longer than the year"));
  for (const char* which : {"privacy-notice", "dpia"}) {
    CAPTURE(which);
    const std::string text = paper(desk, toml, which);
    CHECK(holds(text,
                "366 days from its publication, or from being stored where that is not known **[why longer"));
    CHECK(holds(text, "posts on `bluesky` | 400 days **[why longer than a year: to be filled in"));
    CHECK(holds(text, "posts on `mastodon` | 365 days |"));
    CHECK_FALSE(holds(paper(desk, configuration(), which), "**[why longer"));
  }
}
