#include "report/terminal.h"

#include <catch2/catch.hpp>

#include "core/text.h"
#include "report/table.h"

using namespace nhs;
using namespace nhs::report;

TEST_CASE("A post can neither run nor mislead in a terminal", "[terminal]") {
  CHECK(terminal_safe("\x1b]0;owned\x07 red \x1b[31m") == "]0;owned red [31m");
  CHECK(terminal_safe("abc\xE2\x80\xAE"
                      "fed") == "abcfed");  // right-to-left override
  CHECK(terminal_safe("a\xE2\x80\x8B"
                      "b\xEF\xBB\xBF") == "ab");  // zero-width space, BOM
  CHECK(terminal_safe("\xC2\x9B"
                      "31m") == "31m");  // C1 control sequence introducer
  CHECK(terminal_safe("two\nlines") == "two lines");
  CHECK(terminal_safe("two\nlines", false) == "two\nlines");
  CHECK(terminal_safe("\xF0\x9F\x91\xA9\xE2\x80\x8D\xE2\x9A\x95\xEF\xB8\x8F") ==
        "\xF0\x9F\x91\xA9\xE2\x80\x8D\xE2\x9A\x95\xEF\xB8\x8F");  // emoji keep their joiners
}

TEST_CASE("Text is cut by what it shows, never within a character", "[terminal]") {
  CHECK(cut_to("short", 10, true) == "short");
  CHECK(cut_to("a longer text", 8, true) == "a longe…");
  CHECK(cut_to("a longer text", 8, false) == "a lon...");
  CHECK(display_width(cut_to("日本語日本語", 7, true)) <= 7);
}

TEST_CASE("Wrapping keeps every word and no line is too long", "[terminal]") {
  const auto lines = wrapped("the quick brown fox jumps over the lazy dog and a verylongwordindeed here", 16);
  std::string together;
  for (const auto& line : lines) {
    CHECK((display_width(line) <= 16 || line.find(' ') == std::string::npos));
    together += (together.empty() ? "" : " ") + line;
  }
  CHECK(together == "the quick brown fox jumps over the lazy dog and a verylongwordindeed here");
}

TEST_CASE("A table aligns by width and carries no trailing spaces", "[terminal]") {
  Table table;
  table.column("Name");
  table.column("Posts", Table::Align::right);
  table.column("Note");
  table.row({"é", "5", ""});
  table.row({"longer", "12345", "x"});
  CHECK(table.text(Terminal{}) == "Name   Posts  Note\né          5\nlonger 12345  x\n");
  CHECK(table.width() == 18);
}

TEST_CASE("Only a terminal gets its last column cut", "[terminal]") {
  Table table;
  table.column("A");
  table.column("B");
  table.row({"a", std::string(100, 'b')});
  Terminal narrow;
  narrow.columns = 20;
  CHECK(table.text(narrow).find(std::string(100, 'b')) != std::string::npos);
  narrow.interactive = true;
  CHECK(table.text(narrow).find(std::string(100, 'b')) == std::string::npos);
}
