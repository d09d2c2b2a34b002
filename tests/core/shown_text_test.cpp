#include "core/shown_text.h"

#include <catch2/catch.hpp>

#include "tests/support/attack_strings.h"

using namespace nhs;
using namespace nhs::test;

TEST_CASE("No attack is left in text that is shown, and what is shown stays as it is", "[shown]") {
  std::vector<Attack> attacks = attack_strings();
  attacks.push_back({"all of them, a megabyte", enormous_attack()});
  for (const auto& [name, text] : attacks)
    for (const Lines lines : {Lines::as_one, Lines::kept}) {
      CAPTURE(name);
      const std::string shown = shown_text(text, lines);
      CHECK(danger_in(shown).empty());
      if (lines == Lines::as_one) CHECK(shown.find('\n') == std::string::npos);
      CHECK(shown_text(shown, lines) == shown);
    }
}

TEST_CASE("The list of attacks would be noticed where nothing is done about them", "[shown]") {
  std::size_t noticed = 0;
  for (const Attack& attack : attack_strings()) noticed += danger_in(attack.text).empty() ? 0 : 1;
  CHECK(noticed > 30);
}

TEST_CASE("What people write is shown as they wrote it", "[shown]") {
  for (const char* text :
       {"Kind, caring — “a real team” £5 & 100%", "नर्स बहुत दयालु थीं", "پرستار می‌خواهد",
        "שלום עולם", "مرحبا", "ขอบคุณ", "cảm ơn", "日本語", "👩‍⚕️ 👨‍👩‍👧 ❤️ 👍🏽",
        "naïve café", "Żółć"})
    CHECK(shown_text(text) == text);
  CHECK(shown_text("two\nlines\tand tabs") == "two lines and tabs");
  CHECK(shown_text("two\nlines", Lines::kept) == "two\nlines");
}

TEST_CASE("No more accents stand on a letter than a script has, and none on what is before the text",
          "[shown]") {
  std::string piled = "k";
  for (int i = 0; i < 50; ++i) piled += "\u0301";
  CHECK(shown_text(piled).size() == 1 + 6 * 2);
  CHECK(shown_text("\u0338kind") == "kind");
  // What is left out does not begin another letter.
  std::string apart = "k";
  for (int i = 0; i < 50; ++i) apart += "\u0301\u202e";
  CHECK(shown_text(apart).size() == 1 + 6 * 2);
}
