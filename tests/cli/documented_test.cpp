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

/// A command's own options stand on the page, and those of the commands beneath it.
void check_documented(const Desk& desk, const std::vector<std::string>& command, const std::string& page) {
  std::vector<std::string> words = command;
  words.push_back("--help");
  const Ended own = desk.run(words);
  REQUIRE(own.status == 0);
  for (const char* heading : {"Options:", "Which posts:"})
    for (std::string option : listed_under(own.out, heading)) {
      option = option.substr(0, option.find(','));
      if (option.rfind("--", 0) != 0) continue;
      INFO(option);
      CHECK(page.find("`" + option) != std::string::npos);
    }
  for (const std::string& beneath : listed_under(own.out, "Subcommands:")) {
    INFO(beneath);
    CHECK(page.find("`" + command.back() + " " + beneath) != std::string::npos);
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
    CHECK(page.find("## " + command) != std::string::npos);
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
