#include <algorithm>
#include <catch2/catch.hpp>

#include "core/json.h"
#include "tests/cli/desk.h"
#include "tests/support/holds.h"

using namespace nhs;
using namespace nhs::test;

namespace {

std::string post(int id, const std::string& day) {
  return R"({"network": "mastodon", "id": "https://a.example/)" + std::to_string(id) + R"(", "author": "@a)" +
         std::to_string(id) + R"(@a.example", "text": "The nurse was so kind and caring, #Leeds )" +
         std::to_string(id) + R"(", "created_at": ")" + day + R"(T09:30:00Z", "language": "en"})" + "\n";
}

struct Asked : Desk {
  Asked() {
    std::string posts;
    for (int day = 10; day < 28; ++day) posts += post(day, "2026-05-" + std::to_string(day));
    REQUIRE(run({"import", write("posts.ndjson", posts)}).status == 0);
  }
};

}  // namespace

TEST_CASE("A period means its first day and its end at once, on every command with filters", "[asked]") {
  const Asked desk;
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"posts", "--format", "ndjson"},
                                             {"export"},
                                             {"trends", "--format", "json"},
                                             {"coverage", "--format", "json"}}) {
    const auto with = [&](const std::vector<std::string>& times) {
      std::vector<std::string> words = command;
      words.insert(words.end(), times.begin(), times.end());
      return desk.run(words);
    };
    const Ended whole = with({"--since", "2026-W21", "--until", "2026-W22"});
    REQUIRE(whole.status == 0);
    CHECK(with({"--period", "2026-W21"}).out == whole.out);
    CHECK(with({"--period", "2026-05-18..2026-05-24"}).out == whole.out);
    CHECK(with({"--period", "last-week"}).status == 0);
    CHECK(with({"--period", "2026-W21", "--since", "7d"}).status == 64);
    CHECK(with({"--period", "2026-W21", "--until", "7d"}).status == 64);
    CHECK(with({"--period", "sometime"}).status == 64);
  }
  const Ended posts = desk.run({"posts", "--period", "2026-W21", "--format", "ndjson"});
  CHECK(std::count(posts.out.begin(), posts.out.end(), '\n') == 7);
}

TEST_CASE("Two ranges of days are compared as two periods are", "[asked]") {
  const Asked desk;
  const Ended weeks = desk.run({"compare", "2026-W20", "2026-W21", "--format", "csv"});
  const Ended ranges =
      desk.run({"compare", "2026-05-11..2026-05-17", "2026-05-18..2026-05-24", "--format", "csv"});
  INFO(ranges.err);
  REQUIRE(ranges.status == 0);
  CHECK(ranges.out == weeks.out);
  const Ended odd = desk.run({"compare", "2026-05-10..2026-05-14", "2026-05-18..2026-05-20"});
  INFO(odd.out << odd.err);
  CHECK(odd.status == 0);
  CHECK(holds(odd.out, "2026-05-10 to 2026-05-14"));
  CHECK(desk.run({"compare", "2026-05-10..2026-05-14", "2026-05-12..2026-05-20"}).status == 64);
  CHECK(desk.run({"compare", "2026-05-14..2026-05-10", "2026-W20"}).status == 64);
}

TEST_CASE("In a time of any length that is compared each author counts once, and unknown ones each",
          "[asked]") {
  const Desk desk;
  std::string posts;
  int id = 1;
  const auto write = [&](const std::string& author, const std::string& day) {
    posts += R"({"network": "mastodon", "id": "https://a.example/)" + std::to_string(id++) +
             R"(", "author": )" + author +
             R"(, "text": "The nurse was so kind and caring", "created_at": ")" + day +
             R"(T09:30:00Z", "language": "en"})" + "\n";
  };
  // Twelve people in three weeks of May and, ten of them, in two of June.
  for (const char* day : {"2026-05-05", "2026-05-12", "2026-05-19"}) {
    for (int person = 1; person <= 12; ++person) write("\"@p" + std::to_string(person) + "\"", day);
    write("null", day);
  }
  for (const char* day : {"2026-06-02", "2026-06-16"})
    for (int person = 1; person <= 10; ++person) write("\"@p" + std::to_string(person) + "\"", day);
  REQUIRE(desk.run({"import", desk.write("posts.ndjson", posts)}).status == 0);
  const auto sides = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words = {"compare", "2026-05-04..2026-05-20", "2026-06-01..2026-06-20",
                                      "--format", "json"};
    words.insert(words.end(), more.begin(), more.end());
    const JsonDocument document = JsonDocument::parse(desk.run(words).out).value();
    return std::pair{document.root()["first"]["classified"].integer(),
                     document.root()["second"]["classified"].integer()};
  };
  CHECK(sides({}).first == 39);
  CHECK(sides({}).second == 20);
  CHECK(sides({"--once-per-author"}).first == 12 + 3);
  CHECK(sides({"--once-per-author"}).second == 10);
  // What nobody known wrote is a sum of the weeks, as people are not.
  const JsonDocument compared =
      JsonDocument::parse(
          desk.run({"compare", "2026-05-04..2026-05-20", "2026-06-01..2026-06-20", "--format", "json"}).out)
          .value();
  CHECK(compared.root()["first"]["posts_by_unknown"].integer() == 3);
  CHECK(compared.root()["second"]["posts_by_unknown"].integer() == 0);
  CHECK_FALSE(compared.root()["first"]["authors"].integer());
  // Trends are of periods: each week has all twelve.
  const JsonDocument trends =
      JsonDocument::parse(
          desk.run({"trends", "--period", "2026-W20", "--once-per-author", "--format", "json"}).out)
          .value();
  CHECK(trends.root()["rows"].at(0)["classified"].integer() == 13);
  CHECK(trends.root()["rows"].at(0)["authors"].integer() == 12);
  CHECK(trends.root()["rows"].at(0)["posts_by_unknown"].integer() == 1);
}

TEST_CASE("A label knows values and directions by the words that filters know", "[asked]") {
  const Asked desk;
  const auto label = [&](const std::string& value) { return desk.run({"label", "1", "--value", value}); };
  for (const char* value : {"dignity:breached", "Respect-and-Dignity:fell-short", "respect:fallen-short"}) {
    const Ended ended = label(value);
    INFO(ended.err);
    REQUIRE(ended.status == 0);
    CHECK(holds(ended.out.substr(ended.out.find("is now: ")), "respect and dignity breached"));
  }
  CHECK(label("quality:lived-up-to,compassion:named").status == 0);
  CHECK(label("dignity:broken").status == 64);
  CHECK(desk.run({"posts", "--direction", "fell-short"}).status == 0);
  CHECK(desk.run({"posts", "--direction", "lived up to"}).status == 0);
}

TEST_CASE("A name that no post has is said to be none, with those there are", "[asked]") {
  const Asked desk;
  const auto told = [&](const std::string& option, const std::string& name) {
    const Ended ended = desk.run({"posts", option, name});
    CHECK(ended.status == 0);
    return ended.err;
  };
  CHECK(holds(told("--network", "mastadon"), "no post is of network mastadon (did you mean mastodon?)"));
  CHECK(holds(told("--network", "pigeon"), "no post is of network pigeon (there is mastodon)"));
  CHECK(holds(told("--source", "pigeons"), "no post was seen by source pigeons (there is"));
  CHECK(holds(told("--tag", "nosuchtag"), "no post carries the tag #nosuchtag\n"));
  CHECK(holds(told("--tag", "leds"), "no post carries the tag #leds (did you mean #Leeds?)\n"));
  CHECK_FALSE(
      holds(desk.run({"posts", "--network", "mastodon", "--since", "2026-06", "--until", "2026-07"}).err,
            "no post is of network"));
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"signals"}, {"compare", "2026-W20", "2026-W21"}, {"export"}, {"trends"}}) {
    std::vector<std::string> words = command;
    words.insert(words.end(), {"--network", "mastadon"});
    const Ended ended = desk.run(words);
    INFO(command.front() << ": " << ended.err);
    CHECK(ended.status == 0);
    CHECK(holds(ended.err, "no post is of network mastadon (did you mean mastodon?)"));
  }
}

TEST_CASE("A misspelt tag is compared by its letters, of whatever script", "[asked]") {
  const Desk desk;
  std::string posts;
  int id = 1;
  for (const char* tag : {"Węgiel", "Żółć", "Здоровье"})
    posts += R"({"network": "mastodon", "id": "https://a.example/)" + std::to_string(id++) +
             R"(", "text": "The nurse was kind #)" + tag +
             R"(", "created_at": "2026-05-10T09:30:00Z", "language": "en"})" + "\n";
  REQUIRE(desk.run({"import", desk.write("posts.ndjson", posts)}).status == 0);
  const auto told = [&](const std::string& tag) { return desk.run({"posts", "--tag", tag}).err; };
  CHECK(holds(told("#Wegiel"), "no post carries the tag #wegiel (did you mean #Węgiel?)\n"));
  CHECK(holds(told("Żółc"), "no post carries the tag #żółc (did you mean #Żółć?)\n"));
  CHECK(holds(told("здаровье"), "no post carries the tag #здаровье (did you mean #Здоровье?)\n"));
}

TEST_CASE("Of a name that no post has, no page of zeros is drawn", "[asked]") {
  const Asked desk;
  const auto asked = [&](const std::string& network, const std::string& times, const std::string& format) {
    return desk.run({"trends", "--network", network, "--period", times, "--format", format});
  };
  for (const char* format : {"table", "chart"}) {
    const Ended misspelt = asked("mastadon", "2026-05", format);
    INFO(misspelt.out << misspelt.err);
    CHECK(misspelt.status == 0);
    CHECK_FALSE(misspelt.out.empty());
    CHECK_FALSE(holds(misspelt.out, "2026-W"));
    CHECK(holds(misspelt.err, "no post is of network mastadon (did you mean mastodon?)"));
    // That a network has no posts in a time is an answer.
    CHECK(holds(asked("mastodon", "2026-04", format).out, "2026-W"));
  }
  const Ended for_programs = asked("mastadon", "2026-05", "csv");
  CHECK(holds(for_programs.out, "2026-W"));
  CHECK(holds(for_programs.err, "no post is of network mastadon"));
}

TEST_CASE("Help is a word, too, and what was left out is asked for in words", "[asked]") {
  const Asked desk;
  CHECK(desk.run({"help"}).out == desk.run({"--help"}).out);
  const Ended trends = desk.run({"help", "trends"});
  CHECK(trends.status == 0);
  CHECK(trends.out == desk.run({"trends", "--help"}).out);
  CHECK(holds(desk.run({"help", "trnds"}).err, "there is no such command (did you mean trends?)"));
  for (const char* command : {"show", "open"})
    CHECK(holds(desk.run({command}).err, "say which post: its number, as `nhsvalues posts` shows it"));
  CHECK(holds(desk.run({"completions"}).err, "name a shell: bash, zsh or fish"));
  CHECK(desk.run({"consent", "1"}).out ==
        "1: nobody has noted that its author agreed; note it with --how and --by.\n");
}
