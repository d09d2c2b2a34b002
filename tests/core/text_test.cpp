#include "core/text.h"

#include <catch2/catch.hpp>

using namespace nhs;

TEST_CASE("Texts from outside come out as valid UTF-8 without control characters", "[text]") {
  CHECK(repaired("caf\xC3\xA9") == "café");
  CHECK(repaired("bad\xFF here") == "bad\xEF\xBF\xBD here");
  CHECK(repaired(std::string("a\0b", 3)) == "ab");
  CHECK(repaired("a\x1b[31mb\x07") == "a[31mb");
  CHECK(repaired("👩\u200d⚕️") == "👩\u200d⚕️");
  CHECK(repaired("one\r\ntwo\rthree\tfour") == "one\ntwo\nthree\tfour");
}

TEST_CASE("Repairing a repaired text changes nothing", "[text]") {
  std::string bytes;
  for (int i = 0; i < 4096; ++i) bytes += static_cast<char>((i * 131 + i / 7) & 0xFF);
  const std::string once = repaired(bytes);
  CHECK(repaired(once) == once);
}

TEST_CASE("Tags are compared without case, width or hash sign", "[text]") {
  CHECK(tag_key("#NHSvalues") == tag_key("nhsVALUES"));
  CHECK(tag_key("ＮＨＳvalues") == tag_key("NHSvalues"));
  CHECK(tag_key("NHSvalue") != tag_key("NHSvalues"));
}

TEST_CASE("Hashtags are found where people see them, and not in links or words", "[text]") {
  using Found = std::vector<std::string>;
  CHECK(hashtags_in("#NHSvalues, and (#TeamLeeds)!") == Found{"NHSvalues", "TeamLeeds"});
  CHECK(hashtags_in("twice #one #one") == Found{"one"});
  CHECK(hashtags_in("see https://example.org/page#NHSvalues or https://example.org/#/NHSvalues").empty());
  CHECK(hashtags_in("C# and a#b and #1 and ##x and &#39;").empty());
  CHECK(hashtags_in("#café_au_lait") == Found{"café_au_lait"});
}

TEST_CASE("A post carries its topic by tag or by text, whole words only", "[text]") {
  CHECK(carries_topic("no tag here", {"nhsvalues"}, "NHSvalues"));
  CHECK(carries_topic("in text #nhsVALUES", {}, "NHSvalues"));
  CHECK_FALSE(carries_topic("#NHSvaluesWeek", {"NHS"}, "NHSvalues"));
  CHECK_FALSE(carries_topic("NHSvalues without the sign", {}, "NHSvalues"));
}

TEST_CASE("A text is blank that has nothing but white space, whatever kind of it", "[text]") {
  CHECK(is_blank(""));
  CHECK(is_blank(" \t\r\n"));
  CHECK(is_blank("\u00A0\u2003 \u3000"));
  CHECK_FALSE(is_blank(" ."));
  CHECK_FALSE(is_blank("\u00A0é"));
  CHECK_FALSE(is_blank("\xFF"));
}

TEST_CASE("Width counts what a terminal shows", "[text]") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("e\xCC\x81") == 1);
  CHECK(display_width("日本") == 4);
  CHECK(display_width("") == 0);
}

TEST_CASE("The mark of UTF-8 is taken off where a text begins with it, once, and nowhere else", "[text]") {
  CHECK(without_byte_order_mark("\xEF\xBB\xBFkind") == "kind");
  CHECK(without_byte_order_mark("\xEF\xBB\xBF\xEF\xBB\xBF") == "\xEF\xBB\xBF");
  CHECK(without_byte_order_mark("k\xEF\xBB\xBFind") == "k\xEF\xBB\xBFind");
  CHECK(without_byte_order_mark("\xEF\xBB") == "\xEF\xBB");
  CHECK(without_byte_order_mark("").empty());
}

TEST_CASE("A text can be walked by characters from either end", "[text]") {
  const std::string text = "aé…😀\xFF";
  CHECK(character_at(text, 0).code == U'a');
  CHECK(character_at(text, 1).code == U'é');
  CHECK(character_at(text, 1).length == 2);
  CHECK(character_at(text, 3).code == U'…');
  CHECK(character_at(text, 6).length == 4);
  CHECK(character_at(text, 10).code == 0xFFFD);
  CHECK(character_at(text, 10).length == 1);
  CHECK(character_before(text, 11).code == 0xFFFD);
  CHECK(character_before(text, 10).code == U'😀');
  CHECK(character_before(text, 10).length == 4);
  CHECK(character_before(text, 3).code == U'é');
  CHECK(character_before(text, 1).code == U'a');
}

TEST_CASE("Words are made of letters and digits of any script, not of punctuation or pictures", "[text]") {
  for (char32_t letter : U"aZ09_éж日\u0301")
    if (letter != 0) CHECK(is_word_character(letter));
  for (char32_t other : U" -@#.…“\u00A0😀\uFFFD")
    if (other != 0) CHECK_FALSE(is_word_character(other));
}
