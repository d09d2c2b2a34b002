#include "collector/sources/feed_document.h"

#include "collector/sources/content_hash.h"
#include "collector/sources/feed_encoding.h"
#include "collector/sources/feed_json.h"
#include "collector/sources/feed_xml.h"
#include "core/text.h"

namespace nhs::collector {

void FeedDocument::add_unreadable(std::string_view item, std::string why, int items_lost) {
  unreadable.push_back({content_hash(item), std::move(why), items_lost});
}

Result<FeedDocument> read_feed(std::string_view body, std::optional<std::string_view> content_type,
                               std::string_view url) {
  const std::string text = as_utf8(body, content_type);
  const std::string_view document = trimmed(text);
  if (document.empty())
    return fail(ExitStatus::bad_data, "answered with an empty document instead of a feed");
  if (document.front() == '{' || document.front() == '[') return read_json_feed(document, url);
  return read_xml_feed(document, url);
}

}  // namespace nhs::collector
