#include "collector/sources/html_text.h"
#include "tests/fuzz/promise.h"

using namespace nhs::test;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view html = text_of(data, size);
  const std::string text = nhs::collector::html_text(html);
  must(is_clean(text), "a text is UTF-8 without control characters");
  // An invalid byte becomes the three of U+FFFD; nothing else grows.
  must(text.size() <= 3 * html.size(), "a text is no longer than its page");
  return 0;
}
