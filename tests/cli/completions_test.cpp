#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "tests/cli/desk.h"

using namespace nhs::test;

namespace {

/// What may come next at a desk, without the meanings.
std::vector<std::string> next(const Desk& desk, std::vector<std::string> words) {
  words.insert(words.begin(), {"complete", "--"});
  const Ended answer = desk.run(words);
  CHECK(answer.status == 0);
  CHECK(answer.err == "");
  std::vector<std::string> found;
  std::istringstream lines{answer.out};
  for (std::string line; std::getline(lines, line);) found.push_back(line.substr(0, line.find('\t')));
  return found;
}

bool has(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr const char* kConfiguration =
    "contact = \"https://example.org\"\n[[source]]\nname = \"our-news\"\nkind = \"feed\"\n"
    "url = \"https://example.org/feed\"\n[[query]]\nname = \"waiting\"\ntext = \"wait*\"\n";

}  // namespace

TEST_CASE("Completion knows commands, those beneath them, and options, and none that is hidden",
          "[completions]") {
  const Desk desk;
  const auto commands = next(desk, {""});
  CHECK(has(commands, "trends"));
  CHECK(has(commands, "completions"));
  CHECK_FALSE(has(commands, "complete"));
  CHECK(next(desk, {"tre"}) == std::vector<std::string>{"trends"});
  CHECK(next(desk, {"sources", "te"}) == std::vector<std::string>{"test"});
  CHECK(next(desk, {"trends", "--once"}) == std::vector<std::string>{"--once-per-author"});
  CHECK(has(next(desk, {"trends", "--"}), "--quiet"));
  CHECK(next(desk, {"trends", "tre"}).empty());
}

TEST_CASE("Completion knows the words an option takes, behind a space and behind =", "[completions]") {
  const Desk desk;
  CHECK(next(desk, {"trends", "--value", "comp"}) == std::vector<std::string>{"compassion"});
  CHECK(next(desk, {"trends", "--value=comp"}) == std::vector<std::string>{"--value=compassion"});
  // As bash breaks words.
  CHECK(next(desk, {"trends", "--value", "=", "comp"}) == std::vector<std::string>{"compassion"});
  CHECK(next(desk, {"trends", "--value", "="}).size() == 6);
  CHECK(next(desk, {"label", "1", "--value", "compassion:b"}) ==
        std::vector<std::string>{"compassion:breached"});
  CHECK(has(next(desk, {"report", "--period", ""}), "yesterday"));
  for (const char* command : {"report", "digest", "trends", "posts"})
    CHECK(next(desk, {command, "--period", "last-"}) == std::vector<std::string>{"last-week", "last-month"});
  CHECK(has(next(desk, {"compare", "today", "7"}), "7d"));
}

TEST_CASE("Completion knows the names of a configuration, also of one that is named before",
          "[completions]") {
  Desk desk;
  desk.surroundings["NHSVALUES_CONFIG"] = desk.write("nhsvalues.toml", kConfiguration);
  CHECK(next(desk, {"trends", "--source", ""}) == std::vector<std::string>{"our-news"});
  CHECK(next(desk, {"sources", "disable", "our"}) == std::vector<std::string>{"our-news"});
  CHECK(next(desk, {"posts", "--saved", ""}) == std::vector<std::string>{"waiting"});
  const std::string other = desk.write("other.toml",
                                       "contact = \"https://example.org\"\n[[source]]\nname = \"theirs\"\n"
                                       "kind = \"feed\"\nurl = \"https://example.org/feed\"\n");
  CHECK(next(desk, {"--config", other, "trends", "--source", ""}) == std::vector<std::string>{"theirs"});
}

TEST_CASE("Completion offers nothing, and says nothing, where a configuration is wrong", "[completions]") {
  Desk desk;
  desk.surroundings["NHSVALUES_CONFIG"] = desk.write("nhsvalues.toml", "contact = 7\n");
  CHECK(next(desk, {"trends", "--source", ""}).empty());
}

TEST_CASE("Completion leaves files to the shell, and free words alone", "[completions]") {
  const Desk desk;
  CHECK(next(desk, {"import", ""}) == std::vector<std::string>{":files"});
  CHECK(next(desk, {"--db", ""}) == std::vector<std::string>{":files"});
  CHECK(next(desk, {"posts", "--query", ""}).empty());
  CHECK(next(desk, {"trends", "--", "--val"}).empty());
}

TEST_CASE("Completions are printed for three shells, and no other", "[completions]") {
  const Desk desk;
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const Ended script = desk.run({"completions", shell});
    CHECK(script.status == 0);
    CHECK(script.out.find("complete -- ") != std::string::npos);
  }
  CHECK(desk.run({"completions", "tcsh"}).status == 64);
}
