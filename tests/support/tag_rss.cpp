#include "tests/support/tag_rss.h"

#include <fmt/format.h>

#include "core/text.h"
#include "tests/support/conditional.h"
#include "tests/support/status_html.h"

namespace nhs::test {
namespace {

std::string item(const Status& status) {
  std::string xml = fmt::format(
      "    <item>\n"
      "      <guid isPermaLink=\"true\">{0}</guid>\n"
      "      <link>{0}</link>\n"
      "      <pubDate>{1}</pubDate>\n"
      "      <description>{2}</description>\n",
      escaped(status.names.url), feed_date(status.post.created_at), escaped(status.html));
  for (const std::string& tag : status.tags)
    xml += fmt::format("      <category>{}</category>\n", escaped(tag_key(tag)));
  return xml + "    </item>\n";
}

}  // namespace

std::string tag_rss(const std::string& tag, const std::string& domain,
                    const std::vector<const Status*>& newest) {
  std::string xml = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<rss version=\"2.0\" xmlns:webfeeds=\"http://webfeeds.org/rss/1.0\" "
      "xmlns:media=\"http://search.yahoo.com/mrss/\">\n"
      "  <channel>\n"
      "    <title>#{0}</title>\n"
      "    <description>Public posts tagged #{0}</description>\n"
      "    <link>https://{1}/tags/{0}</link>\n",
      escaped(tag), domain);
  if (!newest.empty())
    xml += fmt::format("    <lastBuildDate>{}</lastBuildDate>\n", feed_date(newest.front()->post.created_at));
  xml += "    <generator>Mastodon v4.5.2</generator>\n";
  for (const Status* status : newest) xml += item(*status);
  return xml + "  </channel>\n</rss>\n";
}

}  // namespace nhs::test
