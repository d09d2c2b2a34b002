#include "collector/sources/feed_encoding.h"

#include <catch2/catch.hpp>
#include <string>

using nhs::collector::as_utf8;

namespace {

std::string utf16(std::u16string_view text, bool big_endian, bool mark) {
  std::string bytes;
  const auto put = [&](char16_t unit) {
    const char high = static_cast<char>(unit >> 8);
    const char low = static_cast<char>(unit & 0xFF);
    bytes += big_endian ? high : low;
    bytes += big_endian ? low : high;
  };
  if (mark) put(0xFEFF);
  for (const char16_t unit : text) put(unit);
  return bytes;
}

}  // namespace

TEST_CASE("The mark decides before the declaration, the declaration before the header", "[feed][encoding]") {
  const std::string latin = "<?xml version='1.0' encoding='ISO-8859-1'?><a>caf\xE9</a>";
  CHECK(as_utf8(latin, std::nullopt).find("café") != std::string::npos);
  CHECK(as_utf8(latin, "text/xml; charset=utf-8").find("café") != std::string::npos);
  CHECK(as_utf8("caf\xE9", "text/xml; charset=\"iso-8859-1\"") == "café");
  CHECK(
      as_utf8("\xEF\xBB\xBF<?xml version='1.0' encoding='koi8-r'?><a>café</a>", std::nullopt).find("café") !=
      std::string::npos);
  CHECK(as_utf8("\xF0\xD2\xC9", "text/xml;charset=KOI8-R") == "При");
  CHECK(as_utf8("café", std::nullopt) == "café");
}

TEST_CASE("UTF-16 is read with and without its mark, in both byte orders", "[feed][encoding]") {
  for (const bool big_endian : {false, true})
    for (const bool mark : {false, true}) {
      CAPTURE(big_endian, mark);
      CHECK(as_utf8(utf16(u"<?xml version='1.0' encoding='utf-16'?><a>é🚑</a>", big_endian, mark),
                    std::nullopt) == "<?xml version='1.0' encoding='utf-16'?><a>é🚑</a>");
    }
}

TEST_CASE("What only says that it is UTF-8 is read as Windows-1252", "[feed][encoding]") {
  CHECK(as_utf8("<?xml version=\"1.0\" encoding=\"utf-8\"?>Caf\xE9 \x93values\x94 \xA3"
                "5",
                std::nullopt) == "<?xml version=\"1.0\" encoding=\"utf-8\"?>Café “values” £5");
}

TEST_CASE("One broken byte does not turn good UTF-8 into another alphabet", "[feed][encoding]") {
  CHECK(as_utf8("é à ü — cut \xE2\x80", std::nullopt) == "é à ü — cut \xEF\xBF\xBD");
}

TEST_CASE("Labels that lead nowhere do no harm", "[feed][encoding]") {
  CHECK(as_utf8("café", "text/xml; charset=no-such-thing") == "café");
  CHECK(as_utf8("café", "text/xml; charset=") == "café");
  CHECK(as_utf8("<?xml version='1.0' encoding='utf-16'?>café", std::nullopt) ==
        "<?xml version='1.0' encoding='utf-16'?>café");
  CHECK(as_utf8(std::string("a\0b\x01", 4), std::nullopt) == "ab");
  CHECK(as_utf8("", std::nullopt).empty());
  CHECK(as_utf8("\xFE", std::nullopt) == "þ");
  CHECK(as_utf8("\xFF\xFE", std::nullopt).empty());
  CHECK(as_utf8(std::string("\xFF\xFE"
                            "a",
                            3),
                std::nullopt)
            .size() <= 3);
}
