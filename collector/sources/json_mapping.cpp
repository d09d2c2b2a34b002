#include "collector/sources/json_mapping.h"

#include <algorithm>

#include "collector/sources/author_spelling.h"
#include "collector/sources/content_hash.h"
#include "collector/sources/html_text.h"
#include "collector/sources/json_time.h"
#include "collector/sources/markdown_text.h"
#include "collector/sources/plausible_date.h"
#include "collector/sources/post_text.h"
#include "collector/sources/web_address.h"
#include "core/text.h"

namespace nhs::collector {
namespace {

using config::JsonPointers;
using config::TextFormat;

constexpr std::size_t kLongestPostId = 1000;

/// A plain text in which a few characters are written as entities. Its own line breaks are to stay, and a `<`
/// that somebody forgot to escape starts no tag.
std::string unescaped(std::string_view text) {
  std::string html;
  for (const char c : text)
    if (c == '\n')
      html += "<br>";
    else if (c == '<')
      html += "&lt;";
    else
      html += c;
  return html_text(html);
}

std::string in_plain(std::string_view text, TextFormat format) {
  switch (format) {
    case TextFormat::html:
      return html_text(text);
    case TextFormat::markdown:
      return markdown_text(text);
    case TextFormat::html_escaped:
      return unescaped(repaired(text));
    case TextFormat::text:
      break;
  }
  return repaired(text);
}

/// The item's text by these places; nothing when none of them is there.
std::optional<std::string> text_at(JsonView item, const SideTables& tables, const JsonPointers& pointers,
                                   const std::vector<TextFormat>& formats, bool whole) {
  std::optional<std::string> text;
  for (std::size_t i = 0; i < pointers.size(); ++i) {
    const TextFormat format = formats.at(formats.size() == 1 ? 0 : i);
    for (const JsonView value : tables.values(item, pointers[i])) {
      const auto raw = value.text();
      if (!raw) continue;
      const std::string plain = in_plain(raw->substr(0, 4 * kMaxPostBytes), format);
      text = post_text(text.value_or(""), plain);
      if (!whole && !text->empty()) return text;
    }
  }
  return text;
}

std::string with_prefix(const std::string& prefix, std::string text) {
  return text.empty() ? text : prefix + text;
}

std::vector<std::string> named_tags(JsonView item, const SideTables& tables, const JsonPointers& pointers) {
  std::vector<std::string> names;
  for (const config::JsonPointer& pointer : pointers)
    for (const JsonView value : tables.values(item, pointer))
      if (std::string name = plain_text(value); !name.empty()) names.push_back(std::move(name));
  return names;
}

/// For a service that gives posts neither ids nor addresses.
std::string made_up_id(const Post& post) {
  const std::string time = post.created_at ? format_utc(*post.created_at) : "";
  return "content:" + content_hash(post.author + "\n" + time + "\n" + post.text);
}

MappedItem unreadable(MappedItem item, std::string cause) {
  item.verdict = ItemVerdict::unreadable;
  item.cause = std::move(cause);
  return item;
}

ItemVerdict verdict_on(JsonView item, const config::JsonFilter& filter, const SideTables& tables) {
  if (!filter.require.empty() && !tables.any_holds(item, filter.require)) return ItemVerdict::left_out;
  if (tables.any_holds(item, filter.leave_out)) return ItemVerdict::left_out;
  return tables.any_holds(item, filter.gone) ? ItemVerdict::gone : ItemVerdict::keep;
}

}  // namespace

MappedItem map_item(JsonView element, const config::JsonService& service, const SideTables& tables,
                    UtcTime now) {
  MappedItem mapped;
  const JsonView item = value_at(element, service.items.root);
  if (!item.is_object()) return unreadable(std::move(mapped), "an item is not a JSON object");
  const config::JsonMap& map = service.map;
  // A side table's row stands behind many items.
  const auto plain = [&](const JsonPointers& pointers) {
    return cut_at(plain_text(tables.first(item, pointers)), kMaxAddressBytes);
  };
  Post& post = mapped.post;
  post.network = service.network;
  post.url = resolved("", with_prefix(map.url_prefix, plain(map.url)));
  post.author = with_prefix(map.author_prefix, plain(map.author));
  const auto heading = text_at(item, tables, map.heading, map.heading_formats, false);
  const auto text = text_at(item, tables, map.text, map.text_formats, map.whole_text);
  post.text = post_text(heading.value_or(""), text.value_or(""));
  post.created_at = plausible_date(json_time(tables.first(item, map.created_at), map.time_format), now);
  post.edited_at = plausible_date(json_time(tables.first(item, map.edited_at), map.time_format), now);
  post.language = plain(map.language);
  post.tags = tags_as_written(named_tags(item, tables, map.tags), post.text);
  post.in_reply_to = plain(map.in_reply_to);
  if (!service.filter.unquoted.empty()) post.quotable = !tables.any_holds(item, service.filter.unquoted);
  const JsonView id = tables.first(item, map.id);
  if (!is_exact(id))
    return unreadable(std::move(mapped), "an item's id is a number that cannot be told from its neighbours");
  post.id = plain_text(id);
  if (post.id.empty()) post.id = post.url.empty() ? made_up_id(post) : post.url;
  post.local_id = map.local_id.empty() ? post.id : plain(map.local_id);
  if (std::max(post.id.size(), post.local_id.size()) > kLongestPostId)
    return unreadable(std::move(mapped), "an item's id is over 1000 bytes long");
  mapped.verdict = verdict_on(item, service.filter, tables);
  if (mapped.verdict == ItemVerdict::keep && !heading && !text)
    return unreadable(std::move(mapped), "an item has no text where the description says it is");
  return mapped;
}

}  // namespace nhs::collector
