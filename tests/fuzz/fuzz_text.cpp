#include "core/text.h"

#include "tests/fuzz/promise.h"

using namespace nhs;
using namespace nhs::test;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = text_of(data, size);
  const std::string text = repaired(bytes);
  must(is_clean(text), "what was repaired needs no repair");
  must(text.size() <= 3 * bytes.size(), "a byte is replaced by three at most");
  must(folded(folded(text)) == folded(text), "what was folded stays so");
  must(display_width(text) <= 2 * text.size(), "a character takes two columns at most");

  const auto tags = hashtags_in(text);
  for (const std::string& tag : tags) {
    must(!tag.empty() && text.find('#' + tag) != std::string::npos, "a hashtag stands in the text");
    must(carries_topic(text, {}, tag), "a text carries its hashtags");
  }
  for (std::size_t offset = 0; offset < bytes.size();) {
    const Character character = character_at(bytes, offset);
    must(character.length > 0 && offset + character.length <= bytes.size(), "characters follow each other");
    offset += character.length;
  }
  for (std::size_t end = bytes.size(); end > 0;) {
    const Character character = character_before(bytes, end);
    must(character.length > 0 && character.length <= end, "characters precede each other");
    end -= character.length;
  }
  return 0;
}
