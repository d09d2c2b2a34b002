#include "collector/sources/markdown_text.h"
#include "tests/fuzz/promise.h"

using namespace nhs::test;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view markdown = text_of(data, size);
  const std::string text = nhs::collector::markdown_text(markdown);
  must(is_clean(text), "a text is UTF-8 without control characters");
  // An invalid byte becomes the three of U+FFFD; marks become less.
  must(text.size() <= 3 * markdown.size(), "a text is no longer than its marks and it");
  return 0;
}
