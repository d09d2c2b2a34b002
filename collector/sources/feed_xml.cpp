#include "collector/sources/feed_xml.h"

#include <fmt/format.h>

#include <charconv>
#include <initializer_list>
#include <utility>
#include <vector>

#include "collector/sources/feed_date.h"
#include "collector/sources/html_text.h"
#include "collector/sources/post_text.h"
#include "collector/sources/web_address.h"
#include "collector/sources/xml_guard.h"
#include "collector/sources/xml_names.h"
#include "core/text.h"

namespace nhs::collector {
namespace {

/// The address against which links within this element resolve: `xml:base` of it and all around it.
std::string base_at(pugi::xml_node element, const std::string& document_url) {
  if (!element) return document_url;
  std::vector<std::string_view> bases;
  for (pugi::xml_node node = element; node; node = node.parent())
    if (const std::string_view base = node.attribute("xml:base").value();
        !base.empty() && base.size() <= kMaxAddressBytes)
      bases.push_back(base);
  std::string url = document_url;
  for (auto base = bases.rbegin(); base != bases.rend(); ++base)
    if (std::string next = resolved(url, *base); !next.empty()) url = std::move(next);
  return url;
}

std::string language_at(pugi::xml_node element) {
  for (pugi::xml_node node = element; node; node = node.parent())
    if (const auto language = node.attribute("xml:lang"))
      return repaired(cut_at(language.value(), kMaxNameBytes));
  return {};
}

/// `link rel="alternate"`, or without rel; empty when there is none.
std::string atom_link(pugi::xml_node parent, const std::string& base) {
  for (const pugi::xml_node node : parent.children()) {
    if (local_name(node) != "link" || !node.attribute("href")) continue;
    const std::string_view rel = node.attribute("rel").as_string("alternate");
    if (rel == "alternate") return resolved(base_at(node, base), repaired(node.attribute("href").value()));
  }
  return {};
}

/// RSS's `editor@example.org (Ed Itor)`: the name, else the text.
std::string person(std::string text) {
  const auto open = text.find('(');
  const auto close = text.rfind(')');
  if (text.find('@') == std::string::npos || open == std::string::npos || close == std::string::npos ||
      close < open)
    return text;
  return std::string{trimmed(std::string_view{text}.substr(open + 1, close - open - 1))};
}

std::string first_text(pugi::xml_node parent,
                       std::initializer_list<std::pair<Namespace, std::string_view>> names) {
  for (const auto& name : names)
    if (std::string text = text_of(child(parent, name.first, name.second)); !text.empty()) return text;
  return {};
}

std::string rss_text(pugi::xml_node item) {
  for (const auto& name :
       {std::pair{Namespace::content, "encoded"}, std::pair{Namespace::plain, "description"},
        std::pair{Namespace::media, "description"}})
    if (std::string text = html_text(content_of(child(item, name.first, name.second))); !text.empty())
      return text;
  const auto media = child(item, Namespace::media, "content");
  return html_text(content_of(child(media, Namespace::media, "description")));
}

/// What holds for items that do not say otherwise. Looked up once: a channel may have very many children.
struct FeedDefaults {
  std::string author;
  std::string language;
  std::string base;
};

FeedItem rss_item(pugi::xml_node node, const FeedDefaults& channel) {
  const std::string base = base_at(node, channel.base);
  FeedItem item;
  const auto guid = child(node, Namespace::plain, "guid");
  item.guid = text_of(guid);
  if (item.guid.empty()) item.guid = repaired(node.attribute("rdf:about").value());
  if (const std::string link = first_text(node, {{Namespace::plain, "link"}}); !link.empty())
    item.link = resolved(base, link);
  if (item.link.empty()) item.link = atom_link(node, base);
  if (item.link.empty() && std::string_view{guid.attribute("isPermaLink").value()} != "false")
    item.link = resolved("", item.guid);
  item.title = html_text(content_of(child(node, Namespace::plain, "title")));
  item.text = rss_text(node);
  item.author = person(first_text(node, {{Namespace::dublin_core, "creator"}, {Namespace::plain, "author"}}));
  if (item.author.empty()) item.author = channel.author;
  item.language = first_text(node, {{Namespace::dublin_core, "language"}});
  if (item.language.empty()) item.language = channel.language;
  for (const pugi::xml_node category : node.children())
    if (is(category, Namespace::plain, "category"))
      if (std::string tag = text_of(category); !tag.empty()) item.tags.push_back(std::move(tag));
  item.published = parse_feed_date(text_of(child(node, Namespace::dublin_core, "date")));
  if (!item.published) item.published = parse_feed_date(text_of(child(node, Namespace::plain, "pubDate")));
  item.updated = parse_feed_date(text_of(child(node, Namespace::atom, "updated")));
  return item;
}

FeedDefaults rss_defaults(pugi::xml_node channel, const std::string& url) {
  FeedDefaults defaults;
  defaults.author = cut_at(person(first_text(channel, {{Namespace::dublin_core, "creator"},
                                                       {Namespace::plain, "managingEditor"}})),
                           kMaxNameBytes);
  defaults.language =
      cut_at(first_text(channel, {{Namespace::plain, "language"}, {Namespace::dublin_core, "language"}}),
             kMaxNameBytes);
  defaults.base = resolved(base_at(channel, url), first_text(channel, {{Namespace::plain, "link"}}));
  if (defaults.base.empty() || defaults.base.size() > kMaxAddressBytes) defaults.base = url;
  return defaults;
}

/// Atom without a namespace, and of version 0.3, is met too.
pugi::xml_node atom_child(pugi::xml_node parent, std::string_view name) {
  const auto node = child(parent, Namespace::atom, name);
  return node ? node : child(parent, Namespace::plain, name);
}

/// RFC 4287, 3.1 and 4.1.3: text is text, all else that can be read is markup. Empty for media and `src`.
std::string atom_text(pugi::xml_node construct) {
  const std::string_view type = construct.attribute("type").as_string("text");
  if (type == "text" || type == "text/plain") return text_of(construct);
  const bool markup =
      type == "html" || type == "xhtml" || type == "text/html" || type == "application/xhtml+xml";
  return markup ? html_text(content_of(construct)) : std::string{};
}

FeedItem atom_entry(pugi::xml_node node, const FeedDefaults& feed) {
  FeedItem item;
  item.guid = text_of(atom_child(node, "id"));
  item.link = atom_link(node, feed.base);
  if (item.link.empty()) item.link = resolved("", item.guid);
  item.title = atom_text(atom_child(node, "title"));
  item.text = atom_text(atom_child(node, "content"));
  if (item.text.empty()) item.text = atom_text(atom_child(node, "summary"));
  item.author = text_of(atom_child(atom_child(node, "author"), "name"));
  if (item.author.empty()) item.author = feed.author;
  item.language = language_at(node);
  for (const pugi::xml_node category : node.children())
    if (local_name(category) == "category" && category.attribute("term"))
      item.tags.push_back(repaired(category.attribute("term").value()));
  item.published = parse_feed_date(text_of(atom_child(node, "published")));
  item.updated = parse_feed_date(text_of(atom_child(node, "updated")));
  if (!item.published) item.published = std::exchange(item.updated, std::nullopt);
  return item;
}

std::optional<std::chrono::seconds> ttl_of(pugi::xml_node channel) {
  const std::string text = text_of(child(channel, Namespace::plain, "ttl"));
  long count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  constexpr long minutes_a_year = 366L * 24 * 60;
  if (error != std::errc{} || end != text.data() + text.size() || count <= 0 || count > minutes_a_year)
    return std::nullopt;
  return std::chrono::minutes{count};
}

/// Reads the items under a node; `read` maps an element to its item. The last place where one began is kept.
struct ItemReader {
  FeedDocument& document;
  std::string_view name;
  pugi::xml_node last{};
  bool took_last = false;
  int beyond_limit = 0;

  template <typename F>
  void read_under(pugi::xml_node parent, F&& read) {
    for (const pugi::xml_node node : parent.children()) {
      if (local_name(node) != name || namespace_of(node) == Namespace::other) continue;
      last = node;
      took_last = false;
      if (document.items.size() >= kMaxFeedItems) {
        ++beyond_limit;
        continue;
      }
      FeedItem item = read(node);
      if (item.guid.empty() && item.link.empty() && item.title.empty() && item.text.empty()) {
        document.add_unreadable(fmt::format("empty item {}", document.items.size()),
                                "an item has neither guid, link, title nor content");
      } else {
        document.items.push_back(std::move(item));
        took_last = true;
      }
    }
  }
};

/// Counts what was lost where the XML broke off: an item that has no end, and those behind the break.
void account_for_break(FeedDocument& document, const ItemReader& items, std::string_view text,
                       const pugi::xml_parse_result& parsed) {
  document.broken_off = true;
  const std::string end = fmt::format("</{}", items.last.name());
  const std::string start = fmt::format("<{}", items.last.name());
  const auto broke_at = static_cast<std::size_t>(parsed.offset);
  int lost = 0;
  const std::size_t closed_at = text.find(end, static_cast<std::size_t>(items.last.offset_debug()));
  if (items.took_last && closed_at >= broke_at) {
    document.items.pop_back();
    ++lost;
  }
  for (std::size_t at = broke_at; (at = text.find(start, at)) != std::string_view::npos; ++at) ++lost;
  if (lost > 0)
    document.add_unreadable(text,
                            fmt::format("the XML breaks off or is not well-formed at byte {} ({})", broke_at,
                                        parsed.description()),
                            lost);
}

}  // namespace

Result<FeedDocument> read_xml_feed(std::string_view text, std::string_view url) {
  if (std::string why = xml_refusal(text); !why.empty()) return fail(ExitStatus::bad_data, std::move(why));
  pugi::xml_document xml;
  const auto parsed = xml.load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata,
                                      pugi::encoding_utf8);
  if (!within_xml_limits(xml))
    return fail(
        ExitStatus::bad_data,
        fmt::format(
            "the feed's elements nest deeper than {} or carry more than {} attributes; it is not read",
            kMaxXmlDepth, kMaxXmlAttributes));
  const pugi::xml_node root = xml.document_element();
  const std::string_view kind = local_name(root);
  const std::string document_url{url};
  FeedDocument document;
  ItemReader items{document, kind == "feed" ? "entry" : "item"};
  if (kind == "feed") {
    const FeedDefaults feed{cut_at(text_of(atom_child(atom_child(root, "author"), "name")), kMaxNameBytes),
                            "", document_url};
    items.read_under(root, [&](pugi::xml_node node) { return atom_entry(node, feed); });
  } else if (kind == "rss" || kind == "RDF") {
    const auto channel = child(root, Namespace::plain, "channel");
    document.ttl = ttl_of(channel);
    document.generator = text_of(child(channel, Namespace::plain, "generator"));
    const FeedDefaults defaults = rss_defaults(channel, document_url);
    const auto read = [&](pugi::xml_node node) { return rss_item(node, defaults); };
    items.read_under(channel, read);
    items.read_under(root, read);
  } else if (parsed) {
    return fail(ExitStatus::bad_data, "answered with XML that is neither RSS nor Atom");
  }
  if (items.beyond_limit > 0)
    document.add_unreadable("beyond the limit",
                            fmt::format("the feed holds more than {} items", kMaxFeedItems),
                            items.beyond_limit);
  if (!parsed && items.last) account_for_break(document, items, text, parsed);
  if (!parsed && document.items.empty())
    return fail(ExitStatus::bad_data,
                fmt::format("the feed breaks off or is not well-formed XML at byte {} ({})", parsed.offset,
                            parsed.description()));
  return document;
}

}  // namespace nhs::collector
