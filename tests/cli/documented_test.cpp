#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <regex>
#include <sstream>

#include "tests/cli/desk.h"

using namespace nhs::test;

namespace {

/// The first word of each indented line under a heading of CLI11's help.
std::vector<std::string> listed_under(const std::string& help, const std::string& heading) {
  std::vector<std::string> words;
  std::istringstream lines{help};
  bool within = false;
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line[0] != ' ') within = line.rfind(heading, 0) == 0;
    std::istringstream first{line};
    std::string word;
    if (within && line.rfind("  ", 0) == 0 && line[2] != ' ' && first >> word) words.push_back(word);
  }
  return words;
}

std::vector<std::string> in_backticks(const std::string& text) {
  std::vector<std::string> found;
  for (std::size_t from = text.find('`'); from != std::string::npos; from = text.find('`', from)) {
    const std::size_t to = text.find('`', from + 1);
    if (to == std::string::npos) break;
    found.push_back(text.substr(from + 1, to - from - 1));
    from = to + 1;
  }
  return found;
}

/// What the page has under a heading, up to the next one like it.
std::string section(const std::string& page, const std::string& heading) {
  const std::size_t from = page.find("\n## " + heading + "\n");
  if (from == std::string::npos) return {};
  const std::size_t next = page.find("\n## ", from + 1);
  return page.substr(from, next == std::string::npos ? next : next - from);
}

/// Whether something in backticks has this word.
bool shows(const std::string& text, const std::string& word) {
  const std::regex whole{"(^|[^-a-z])" + word + "($|[^-a-z])"};
  const auto spans = in_backticks(text);
  return std::any_of(spans.begin(), spans.end(),
                     [&](const std::string& span) { return std::regex_search(span, whole); });
}

/// The long names of `-o,--output` or `--verify,--no-verify{false}`.
std::vector<std::string> long_names(const std::string& listed) {
  std::vector<std::string> names;
  std::istringstream each{listed};
  for (std::string name; std::getline(each, name, ',');)
    if (name.rfind("--", 0) == 0 && name != "--help") names.push_back(name.substr(0, name.find('{')));
  return names;
}

/// A command's own options stand in its section, and those of the commands beneath it; those that choose
/// posts may stand among the filters instead.
void check_documented(const Desk& desk, const std::vector<std::string>& command, const std::string& page) {
  const std::string own_section = section(page, command.front());
  const std::string filters = section(page, "Filters");
  REQUIRE_FALSE(own_section.empty());
  std::vector<std::string> words = command;
  words.push_back("--help");
  const Ended own = desk.run(words);
  REQUIRE(own.status == 0);
  const std::string which_posts = "Which posts:";
  for (const std::string& heading : {std::string{"Options:"}, which_posts})
    for (const std::string& listed : listed_under(own.out, heading))
      for (const std::string& option : long_names(listed)) {
        INFO(option);
        CHECK((shows(own_section, option) || (heading == which_posts && shows(filters, option))));
      }
  for (const std::string& beneath : listed_under(own.out, "Subcommands:")) {
    INFO(beneath);
    CHECK(own_section.find("`" + command.back() + " " + beneath) != std::string::npos);
    std::vector<std::string> deeper = command;
    deeper.push_back(beneath);
    check_documented(desk, deeper, page);
  }
}

std::string everything_in_tests(const std::string& name_ends) {
  std::string all;
  for (const auto& each :
       std::filesystem::recursive_directory_iterator(std::string{NHS_SOURCE_DIR} + "/tests"))
    if (each.path().string().ends_with(name_ends)) all += read_whole(each.path());
  return all;
}

std::string without_line_breaks_in_names(const std::string& sources) {
  return std::regex_replace(std::regex_replace(sources, std::regex{"TEST_CASE\\(\\s+"}, "TEST_CASE("),
                            std::regex{"\"\\s*\n\\s*\""}, "");
}

/// A page's lines of a table that end in tests; each test is looked for.
int promises_with_tests_that_are_there(const std::string& name_of_page) {
  // `suite: name`, as ctest calls them.
  const std::string tests_there = without_line_breaks_in_names(everything_in_tests(".cpp"));
  const std::string suites = everything_in_tests("CMakeLists.txt");
  std::istringstream page{read_whole(std::string{NHS_SOURCE_DIR} + "/docs/" + name_of_page)};
  int promises = 0;
  for (std::string line; std::getline(page, line);) {
    const std::size_t tests = line.find(" | `");
    if (line.rfind("| ", 0) != 0 || tests == std::string::npos) continue;
    ++promises;
    INFO(line);
    for (const std::string& name : in_backticks(line.substr(tests))) {
      INFO(name);
      const std::size_t colon = name.find(": ");
      REQUIRE(colon != std::string::npos);
      CHECK(suites.find("nhs_test(" + name.substr(0, colon) + " ") != std::string::npos);
      CHECK(tests_there.find("TEST_CASE(\"" + name.substr(colon + 2) + "\"") != std::string::npos);
    }
  }
  return promises;
}

}  // namespace

TEST_CASE("Every command and every option stands in docs/commands.md", "[docs]") {
  const std::string page = read_whole(std::string{NHS_SOURCE_DIR} + "/docs/commands.md");
  const Desk desk;
  const Ended help = desk.run({"--help"});
  REQUIRE(help.status == 0);
  const auto commands = listed_under(help.out, "Subcommands:");
  REQUIRE(commands.size() >= 8);
  for (const std::string& command : commands) {
    INFO(command);
    check_documented(desk, {command}, page);
  }
}

TEST_CASE("Every promise of docs/privacy.md names tests, and every test that it names is there", "[docs]") {
  CHECK(promises_with_tests_that_are_there("privacy.md") >= 11);
}

TEST_CASE("Every fault in docs/reliability.md names tests, and every test that it names is there", "[docs]") {
  CHECK(promises_with_tests_that_are_there("reliability.md") >= 11);
}

TEST_CASE("Every command's help fits a terminal of 80 columns, its names and their words too", "[docs]") {
  const Desk desk;
  std::vector<std::vector<std::string>> commands{{}};
  for (std::size_t at = 0; at < commands.size(); ++at) {
    std::vector<std::string> words = commands[at];
    words.emplace_back("--help");
    const Ended help = desk.run(words);
    REQUIRE(help.status == 0);
    std::istringstream lines{help.out};
    for (std::string line; std::getline(lines, line);) {
      INFO(line);
      // Characters, which are as many as the bytes that go on none.
      CHECK(std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; }) <= 80);
    }
    for (const std::string& beneath : listed_under(help.out, "Subcommands:")) {
      words.back() = beneath;
      commands.push_back(words);
    }
  }
  CHECK(commands.size() > 30);
  CHECK(desk.run({"--help"}).out.find("\n  show                        One post: its text,") !=
        std::string::npos);
}

TEST_CASE("Every command says in its help what it does", "[docs]") {
  const Desk desk;
  for (const std::string& command : listed_under(desk.run({"--help"}).out, "Subcommands:")) {
    INFO(command);
    const Ended own = desk.run({command, "--help"});
    CHECK(own.status == 0);
    CHECK(own.out.size() > 80);
  }
}
