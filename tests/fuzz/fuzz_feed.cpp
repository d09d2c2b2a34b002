#include "collector/sources/feed_document.h"
#include "tests/fuzz/promise.h"
#include "tests/fuzz/source_promises.h"

using namespace nhs::collector;
using namespace nhs::test;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const SourceUnderTest source = feed();
  const SourceInput input = source_input(text_of(data, size));
  check_source(source, input);

  const nhs::net::HttpResponse& answer = input.answers.front();
  if (const auto document =
          read_feed(answer.body, answer.header("Content-Type"), "https://feed.example/feed.xml")) {
    must(document->items.size() <= kMaxFeedItems, "a document is bounded");
    for (const FeedItem& item : document->items)
      must(is_clean(item.title) && is_clean(item.text), "an item is clean");
  }
  return 0;
}
