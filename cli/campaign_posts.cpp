#include "cli/campaign_posts.h"

#include <algorithm>
#include <map>

#include "core/text.h"
#include "privacy/key.h"
#include "privacy/pseudonymiser.h"
#include "store/made_with_key.h"

namespace nhs::cli {
namespace {

/// Posts by author, to tell how many there are and how much the busiest wrote.
class Authors {
 public:
  void add(const store::StoredPost& post) {
    if (post.author_key)
      ++posts_[*post.author_key];
    else
      ++unknown_;
    if (post.purged_at) purged_ = true;
  }
  void tell(report::Heard& heard) const {
    // Of posts whose authors have gone nobody can tell; those of unknown ones are not posts by nobody.
    if (purged_) return;
    heard.posts_by_unknown = unknown_;
    if (posts_.empty() && unknown_ > 0) return;
    heard.people = static_cast<std::int64_t>(posts_.size());
    heard.most_by_one_author = 0;
    for (const auto& [author, posts] : posts_)
      heard.most_by_one_author = std::max(*heard.most_by_one_author, posts);
  }

 private:
  std::map<KeyedHash, std::int64_t> posts_;
  std::int64_t unknown_ = 0;
  bool purged_ = false;
};

store::Filter within(store::Filter filter, const Period& period) {
  filter.since = period.from;
  filter.until = period.to;
  return filter;
}

void tally(const store::StoredPost& post, report::Heard& heard) {
  if (post.classification.unclassified) return;
  ++heard.posts;
  if (post.classification.sentiment) ++heard.feelings[index_of(post.classification.sentiment->label)];
  if (post.classification.kind) ++heard.kinds[index_of(post.classification.kind->label)];
}

/// Which of the tags a post carries.
std::vector<std::size_t> carried(const store::StoredPost& post, const std::vector<std::string>& keys) {
  std::vector<std::size_t> places;
  for (std::size_t place = 0; place < keys.size(); ++place)
    if (std::any_of(post.tags.begin(), post.tags.end(),
                    [&](const std::string& tag) { return tag_key(tag) == keys[place]; }))
      places.push_back(place);
  return places;
}

/// The questions that together find every post with one of the tags: one a tag, or one about the tag that was
/// asked for anyway.
std::vector<store::Filter> questions(const store::Filter& filter, const std::vector<std::string>& keys) {
  if (filter.tag) return {filter};
  std::vector<store::Filter> each;
  for (const std::string& key : keys) {
    each.push_back(filter);
    each.back().tag = key;
  }
  return each;
}

}  // namespace

OwnAccounts own_accounts(const Campaign& campaign, const config::Config& config,
                         const std::vector<std::string>& networks) {
  OwnAccounts own;
  std::vector<std::string> in_clear;
  for (const std::string& account : campaign.accounts) {
    if (const auto hash = privacy::hash_from_text(account))
      own.authors.insert(*hash);
    else
      in_clear.push_back(account);
  }
  if (campaign.accounts.empty()) own.unknown = "no accounts are written down";
  if (in_clear.empty()) return own;
  const auto read = privacy::Key::read(privacy::key_path(config.key_file, config.database));
  if (!read) {
    own.unknown = "that needs the key, or accounts written as exports write authors (h:…)";
    return own;
  }
  const privacy::Pseudonymiser pseudonymiser{read->as_of(store::made_with_key(config.database).value_or(""))};
  for (const std::string& account : in_clear)
    for (const std::string& network : networks)
      for (const KeyedHash& key : pseudonymiser.author_keys(network, account)) own.authors.insert(key);
  return own;
}

Result<report::Heard> count_heard(const ReadingSession& session, const store::Filter& filter,
                                  const store::TrendRow& counts) {
  report::Heard heard;
  heard.posts = counts.classified;
  heard.feelings = counts.sentiment.posts;
  heard.people = counts.authors;
  heard.most_by_one_author = counts.most_by_one_author;
  heard.posts_by_unknown = counts.posts_by_unknown;
  // Of days that were put together the unknown are summed, and people yet to be counted.
  const bool is_counted = counts.authors || counts.posts_by_unknown == counts.posts;
  if (is_counted || counts.without_texts || counts.classified == 0 ||
      counts.classified + counts.unclassified > store::kMaxCountedSelection)
    return heard;
  Authors authors;
  const auto seen = session.reader.for_each_post(within(filter, counts.period), [&](const auto& post) {
    if (!post.classification.unclassified) authors.add(post);
    return true;
  });
  if (!seen) return tl::unexpected(seen.error());
  authors.tell(heard);
  return heard;
}

Result<std::optional<report::TaggedPosts>> count_tagged(const ReadingSession& session,
                                                        const store::Filter& filter, const Period& period,
                                                        const Campaign& campaign, const OwnAccounts& own) {
  if (campaign.tags.empty()) return std::nullopt;
  std::vector<std::string> keys;
  for (const std::string& tag : campaign.tags) keys.push_back(tag_key(tag));
  report::TaggedPosts tagged;
  tagged.by_tag.assign(keys.size(), 0);
  std::int64_t by_own = 0;
  Authors authors;
  std::set<std::int64_t> seen;
  bool too_many = false;
  for (const store::Filter& question : questions(within(filter, period), keys)) {
    const auto visited = session.reader.for_each_post(question, [&](const store::StoredPost& post) {
      const std::vector<std::size_t> places = carried(post, keys);
      if (places.empty() || !seen.insert(post.ref).second) return true;
      ++tagged.posts;
      for (const std::size_t place : places) ++tagged.by_tag[place];
      if (post.author_key && own.authors.count(*post.author_key) != 0) ++by_own;
      if (!post.classification.unclassified) authors.add(post);
      tally(post, tagged.heard);
      too_many = tagged.posts > store::kMaxCountedSelection;
      return !too_many;
    });
    if (!visited) return tl::unexpected(visited.error());
    if (too_many) return std::nullopt;
  }
  if (own.unknown.empty()) tagged.own = by_own;
  authors.tell(tagged.heard);
  return tagged;
}

}  // namespace nhs::cli
