#include "notify/past_concerns.h"

#include <algorithm>
#include <limits>

#include "notify/readings.h"

namespace nhs::notify {

Result<PastConcerns> PastConcerns::read(const store::Reader& reader) {
  store::ConcernsQuery query;
  query.all = true;
  query.limit = std::numeric_limits<std::int32_t>::max();
  const auto all = reader.concerns(query);
  if (!all) return tl::unexpected(all.error());
  PastConcerns past;
  for (const store::PostOfConcern& each : all->posts)
    for (const store::Concern& concern : each.concerns) {
      past.changes_.push_back({concern.raised_at, concern.id, each.post.ref});
      if (concern.acknowledged) past.changes_.push_back({concern.acknowledged->at, 0, each.post.ref});
    }
  std::stable_sort(past.changes_.begin(), past.changes_.end(),
                   [](const Change& a, const Change& b) { return a.at < b.at; });
  return past;
}

std::optional<UtcTime> PastConcerns::advance() {
  const std::optional<UtcTime> now = next_at();
  for (; now && next_at() == now; ++next_) {
    const Change& change = changes_[next_];
    mark_ = std::max(mark_, change.mark);
    if (change.mark > 0) {
      open_.insert(next_);
      of_post_[change.post].push_back(next_);
    } else {
      for (const std::size_t raised : of_post_[change.post]) open_.erase(raised);
      of_post_.erase(change.post);
    }
  }
  return now;
}

std::optional<UtcTime> PastConcerns::next_at() const {
  if (next_ == changes_.size()) return std::nullopt;
  return changes_[next_].at;
}

Observation PastConcerns::seen(UtcTime now) const {
  store::Concerns then;
  then.newest = mark_;
  then.open = static_cast<std::int64_t>(of_post_.size());
  if (!open_.empty()) then.oldest_open = changes_[*open_.begin()].at;
  Observation seen = concern(then, now);
  for (const std::size_t each : open_) {
    const std::int64_t post = changes_[each].post;
    if (seen.posts.size() == kPostsListed) break;
    if (std::find(seen.posts.begin(), seen.posts.end(), post) == seen.posts.end()) seen.posts.push_back(post);
  }
  return seen;
}

}  // namespace nhs::notify
