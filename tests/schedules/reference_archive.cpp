#include "tests/schedules/reference_archive.h"

namespace nhs::test {

void ReferenceArchive::perhaps_killed() const {
  if (kill_one_in > 0 && chance_.one_in(kill_one_in)) throw Killed{};
}

Result<SourceState> ReferenceArchive::state(const std::string& source, const std::string& topic) {
  SourceState fresh;
  fresh.source = source;
  fresh.topic = topic;
  return states_.emplace(topic, std::move(fresh)).first->second;
}

void ReferenceArchive::take(const Post& post, bool undated_edits, collector::Archived& archived) {
  const auto [at, added] = kept_.try_emplace(post.id, Kept{post});
  Kept& known = at->second;
  const bool newer = post.edited_at > known.post.edited_at;
  if (added) {
    ++archived.added;
  } else if (newer || (undated_edits && (known.withdrawn || known.post.text != post.text))) {
    known = Kept{post};
    ++archived.updated;
  } else {
    ++archived.unchanged;
  }
}

Result<collector::Archived> ReferenceArchive::keep(const collector::PageOfPosts& page,
                                                   const SourceState& after, const std::optional<Gap>& gap,
                                                   const FetchCounts& fetches) {
  perhaps_killed();
  collector::Archived archived;
  for (const Post& post : page.posts) take(post, page.undated_edits, archived);
  for (const Post& post : page.withdrawn) {
    const auto known = kept_.find(post.id);
    if (known == kept_.end() || known->second.withdrawn) continue;
    known->second.withdrawn = true;
    known->second.post.edited_at = std::max(known->second.post.edited_at, post.edited_at);
    ++archived.withdrawn;
  }
  if (gap) gaps_.push_back(*gap);
  states_[after.topic] = after;
  count(fetches);
  perhaps_killed();
  return archived;
}

Result<void> ReferenceArchive::keep_state(const SourceState& state, const FetchCounts& fetches) {
  perhaps_killed();
  states_[state.topic] = state;
  count(fetches);
  perhaps_killed();
  return {};
}

void ReferenceArchive::count(const FetchCounts& fetches) {
  if (fetches.spent != 0) spending_.emplace_back(clock_.now(), fetches.spent);
}

Result<std::int64_t> ReferenceArchive::spent_since(const std::string& /*source*/, UtcTime moment) {
  std::int64_t units = 0;
  for (const auto& [when, spent] : spending_)
    if (when >= moment) units += spent;
  return units;
}

std::int64_t ReferenceArchive::reckoned_since(UtcTime moment) const {
  std::int64_t units = 0;
  for (const auto& [when, spent] : spending_)
    if (when >= moment) units += spent;
  for (const auto& [topic, state] : states_) units += state.reserved;
  return units;
}

Result<std::optional<std::string>> ReferenceArchive::newest_local_id_before(const std::string& /*source*/,
                                                                            UtcTime moment) {
  const Post* newest = nullptr;
  for (const auto& [id, kept] : kept_) {
    const Post& post = kept.post;
    if (!post.created_at || *post.created_at >= moment || post.local_id.empty()) continue;
    if (newest == nullptr || *post.created_at > *newest->created_at) newest = &post;
  }
  if (newest == nullptr) return std::optional<std::string>{};
  return std::optional{newest->local_id};
}

std::map<std::string, std::string> ReferenceArchive::posts() const {
  std::map<std::string, std::string> posts;
  for (const auto& [id, kept] : kept_)
    if (!kept.withdrawn) posts.emplace(id, kept.post.text);
  return posts;
}

}  // namespace nhs::test
