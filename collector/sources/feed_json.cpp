#include "collector/sources/feed_json.h"

#include <fmt/format.h>

#include "collector/sources/feed_date.h"
#include "collector/sources/html_text.h"
#include "collector/sources/post_text.h"
#include "collector/sources/tidy_text.h"
#include "collector/sources/web_address.h"
#include "core/json.h"

namespace nhs::collector {
namespace {

/// The standard asks for a string; publishers send numbers.
std::string id_text(JsonView id) {
  if (const auto number = id.integer()) return fmt::format("{}", *number);
  return tidy_text(id);
}

std::string first_of(JsonView object, std::string_view key, std::string_view other) {
  const std::string value = tidy_text(object[key]);
  return value.empty() ? tidy_text(object[other]) : value;
}

/// `authors` since 1.1, `author` before.
std::string author_of(JsonView object) {
  const JsonView authors = object["authors"];
  for (std::size_t i = 0; i < authors.size(); ++i)
    if (std::string name = tidy_text(authors.at(i)["name"]); !name.empty()) return name;
  return tidy_text(object["author"]["name"]);
}

std::string item_text(JsonView item) {
  if (const auto html = item["content_html"].text()) return html_text(*html);
  return first_of(item, "content_text", "summary");
}

/// What holds for items that do not say otherwise.
struct JsonFeedDefaults {
  std::string author;
  std::string language;
};

FeedItem read_item(JsonView json, const JsonFeedDefaults& feed, std::string_view base) {
  FeedItem item;
  item.guid = id_text(json["id"]);
  if (const std::string link = first_of(json, "url", "external_url"); !link.empty())
    item.link = resolved(base, link);
  item.title = tidy_text(json["title"]);
  item.text = item_text(json);
  item.author = author_of(json);
  if (item.author.empty()) item.author = feed.author;
  item.language = tidy_text(json["language"]);
  if (item.language.empty()) item.language = feed.language;
  const JsonView tags = json["tags"];
  for (std::size_t i = 0; i < tags.size(); ++i)
    if (std::string tag = tidy_text(tags.at(i)); !tag.empty()) item.tags.push_back(std::move(tag));
  item.published = parse_feed_date(json["date_published"].text_or_empty());
  item.updated = parse_feed_date(json["date_modified"].text_or_empty());
  return item;
}

}  // namespace

Result<FeedDocument> read_json_feed(std::string_view text, std::string_view url) {
  const auto document = JsonDocument::parse(text);
  if (!document)
    return fail(ExitStatus::bad_data, fmt::format("the feed breaks off or is {}", document.error().message));
  const JsonView feed = document->root();
  const JsonView items = feed["items"];
  const bool is_feed = feed["version"].text_or_empty().rfind("https://jsonfeed.org/version/", 0) == 0;
  if (!is_feed || !items.is_array())
    return fail(ExitStatus::bad_data,
                "answered with JSON that is no JSON Feed (no `version` and `items` of one)");
  FeedDocument result;
  result.expired = feed["expired"].boolean().value_or(false);
  if (const std::string next = tidy_text(feed["next_url"]); !next.empty())
    result.next_url = resolved(url, next);
  const JsonFeedDefaults defaults{cut_at(author_of(feed), kMaxNameBytes),
                                  cut_at(tidy_text(feed["language"]), kMaxNameBytes)};
  for (std::size_t i = 0; i < items.size() && i < kMaxFeedItems; ++i) {
    FeedItem item = read_item(items.at(i), defaults, url);
    if (item.guid.empty() && item.link.empty() && item.title.empty() && item.text.empty())
      result.add_unreadable(items.at(i).to_text(), "an item has neither id, url, title nor content");
    else
      result.items.push_back(std::move(item));
  }
  if (items.size() > kMaxFeedItems)
    result.add_unreadable("beyond the limit", fmt::format("the feed holds more than {} items", kMaxFeedItems),
                          static_cast<int>(items.size() - kMaxFeedItems));
  return result;
}

}  // namespace nhs::collector
