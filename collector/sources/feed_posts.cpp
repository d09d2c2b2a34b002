#include "collector/sources/feed_posts.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <set>

#include "collector/sources/author_spelling.h"
#include "collector/sources/content_hash.h"
#include "collector/sources/plausible_date.h"
#include "collector/sources/post_text.h"
#include "collector/sources/web_address.h"
#include "core/text.h"

namespace nhs::collector {
namespace {

/// Google Alerts link to themselves and carry the page's address as a parameter.
std::string unwrapped(const std::string& link) {
  const std::string host = host_of(link);
  if (host.rfind("www.google.", 0) != 0 || path_of(link) != "/url") return link;
  for (const char* name : {"url", "q"})
    if (const auto target = query_parameter(link, name)) {
      const std::string page = resolved("", *target);
      if (!page.empty() && repaired(page) == page) return page;
    }
  return link;
}

/// Feeds number their items from 1; such a guid says nothing outside its feed.
bool is_global(std::string_view guid) {
  static constexpr std::array<std::string_view, 4> schemes = {"http://", "https://", "tag:", "urn:"};
  for (const std::string_view scheme : schemes)
    if (guid.substr(0, scheme.size()) == scheme) return true;
  return false;
}

/// The title, unless the text begins with it: where a network has no titles, feeds make them from the text.
std::string_view heading_of(const FeedItem& item) {
  std::string title = folded(item.title);
  for (const std::string_view ellipsis : {"…", "..."})
    if (title.size() > ellipsis.size() && title.substr(title.size() - ellipsis.size()) == ellipsis)
      title.resize(title.size() - ellipsis.size());
  const std::string start = folded(std::string_view{item.text}.substr(0, 2 * item.title.size()));
  return start.rfind(trimmed(title), 0) == 0 ? std::string_view{} : std::string_view{item.title};
}

struct Counts {
  std::map<std::string, int> guids;
  std::map<std::string, int> links;
};

std::string identity(const FeedItem& item, const std::string& link, const Counts& counts,
                     const std::string& feed_url) {
  const std::string content = content_hash(item.title + "\n" + item.text);
  const bool own_link = !link.empty() && counts.links.at(link) == 1;
  if (item.guid.empty()) return own_link ? link : fmt::format("{}#{}", feed_url, content);
  const std::string guid = is_global(item.guid) ? item.guid : fmt::format("{}#{}", feed_url, item.guid);
  if (counts.guids.at(item.guid) == 1) return guid;
  return fmt::format("{}|{}", guid, own_link ? link : content);
}

}  // namespace

std::vector<FeedPost> posts_of(const FeedDocument& document, const std::string& network,
                               const std::string& feed_url, UtcTime now) {
  Counts counts;
  std::vector<std::string> links;
  for (const FeedItem& item : document.items) {
    links.push_back(item.link.empty() ? std::string{} : without_tracking(unwrapped(item.link)));
    ++counts.guids[item.guid];
    ++counts.links[links.back()];
  }
  std::vector<FeedPost> posts;
  std::set<std::string> ids;
  for (std::size_t i = 0; i < document.items.size(); ++i) {
    const FeedItem& item = document.items[i];
    Post post;
    post.network = network;
    post.id = identity(item, links[i], counts, feed_url);
    if (!ids.insert(post.id).second) continue;
    // Posts with one address count as one post wherever they are seen; a link that all items share is none.
    if (counts.links.at(links[i]) == 1) post.url = links[i];
    post.author = cut_at(item.author, kMaxNameBytes);
    post.text = post_text(heading_of(item), item.text);
    post.created_at = plausible_date(item.published ? item.published : item.updated, now);
    post.edited_at = plausible_date(item.updated, now);
    if (post.edited_at && post.created_at && *post.edited_at <= *post.created_at) post.edited_at.reset();
    post.language = cut_at(item.language, kMaxNameBytes);
    post.tags = tags_as_written(item.tags, post.text);
    posts.push_back({i, std::move(post)});
  }
  return posts;
}

}  // namespace nhs::collector
