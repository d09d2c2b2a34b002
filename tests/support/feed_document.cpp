#include "tests/support/feed_document.h"

#include <fmt/format.h>

#include <algorithm>

#include "tests/support/conditional.h"
#include "tests/support/status_html.h"

namespace nhs::test {
namespace {

std::string html_of(const FeedItem& item) {
  std::string html = "<p>";
  for (const char c : escaped(item.text)) html += c == '\n' ? std::string("<br>") : std::string(1, c);
  return html + "</p>";
}

/// `<name attributes>text</name>`, or nothing for an empty text.
std::string element(std::string_view name, std::string_view text, std::string_view attributes = "") {
  if (text.empty()) return {};
  return fmt::format("      <{0}{1}>{2}</{0}>\n", name, attributes, escaped(text));
}

std::string rss_item(const FeedItem& item) {
  std::string xml = "    <item>\n" + element("title", item.title) + element("link", item.url) +
                    element("guid", item.guid, " isPermaLink=\"false\"") +
                    element("pubDate", feed_date(item.published)) + element("description", html_of(item));
  for (const std::string& category : item.categories) xml += element("category", category);
  return xml + "    </item>\n";
}

std::string atom_entry(const FeedItem& item) {
  std::string xml = "    <entry>\n" + element("id", item.guid) +
                    fmt::format("      <title>{}</title>\n", escaped(item.title)) +
                    element("published", format_utc(item.published)) +
                    element("updated", format_utc(item.published)) +
                    element("content", html_of(item), " type=\"html\"");
  if (!item.url.empty())
    xml += fmt::format("      <link rel=\"alternate\" href=\"{}\"/>\n", escaped(item.url));
  for (const std::string& category : item.categories)
    xml += fmt::format("      <category term=\"{}\"/>\n", escaped(category));
  return xml + "    </entry>\n";
}

UtcTime newest_of(const std::vector<FeedItem>& items) {
  UtcTime newest{};
  for (const FeedItem& item : items) newest = std::max(newest, item.published);
  return newest;
}

}  // namespace

std::string rss_document(const std::string& title, const std::vector<FeedItem>& items) {
  std::string xml = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<rss version=\"2.0\">\n"
      "  <channel>\n"
      "    <title>{}</title>\n"
      "    <link>https://trust.example/</link>\n"
      "    <description>Invented news</description>\n"
      "    <language>en-gb</language>\n"
      "    <lastBuildDate>{}</lastBuildDate>\n",
      escaped(title), feed_date(newest_of(items)));
  for (const FeedItem& item : items) xml += rss_item(item);
  return xml + "  </channel>\n</rss>\n";
}

std::string atom_document(const std::string& title, const std::vector<FeedItem>& items) {
  std::string xml = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en-GB\">\n"
      "  <id>https://trust.example/feed</id>\n"
      "  <title>{}</title>\n"
      "  <author><name>An invented trust</name></author>\n"
      "  <updated>{}</updated>\n",
      escaped(title), format_utc(newest_of(items)));
  for (const FeedItem& item : items) xml += atom_entry(item);
  return xml + "</feed>\n";
}

}  // namespace nhs::test
