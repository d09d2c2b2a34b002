#include "tests/support/timelines.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "core/text.h"

namespace nhs::test {

void Timelines::add(Status status) {
  if (by_id_.contains(status.names.id) || id_by_uri_.contains(status.names.uri))
    throw std::logic_error("this server has that status already");
  const std::string id = status.names.id;
  id_by_uri_.emplace(status.names.uri, id);
  const auto& kept = by_id_[id] = std::make_unique<Status>(std::move(status));
  for (const std::string& tag : kept->tags) by_tag_[tag_key(tag)].emplace(id, kept.get());
}

const std::string& Timelines::id_of(const std::string& uri) const {
  const auto at = id_by_uri_.find(uri);
  if (at == id_by_uri_.end()) throw std::logic_error("this server has no status of that uri");
  return at->second;
}

const Status* Timelines::find(const std::string& uri) const {
  const auto at = id_by_uri_.find(uri);
  return at == id_by_uri_.end() ? nullptr : by_id_.at(at->second).get();
}

const Status* Timelines::with_id(const std::string& id) const {
  const auto at = by_id_.find(id);
  return at == by_id_.end() ? nullptr : at->second.get();
}

std::vector<std::string> Timelines::tags_listing(const std::string& uri) const {
  const std::string& id = id_of(uri);
  std::vector<std::string> tags;
  for (const auto& [tag, timeline] : by_tag_) {
    if (timeline.contains(id)) tags.push_back(tag);
  }
  return tags;
}

Status Timelines::take(const std::string& uri) {
  const std::string id = id_of(uri);
  for (auto& [tag, timeline] : by_tag_) timeline.erase(id);
  Status status = std::move(*by_id_.at(id));
  by_id_.erase(id);
  id_by_uri_.erase(uri);
  return status;
}

void Timelines::list_under(const std::string& tag, const std::string& uri) {
  const std::string& id = id_of(uri);
  by_tag_[tag_key(tag)].emplace(id, by_id_.at(id).get());
}

std::optional<std::vector<const Status*>> Timelines::page(const std::string& tag,
                                                          const PageQuery& query) const {
  const auto found = by_tag_.find(tag_key(tag));
  if (found == by_tag_.end()) return std::nullopt;
  const Timeline& timeline = found->second;
  const auto& above = query.min_id ? query.min_id : query.since_id;
  const auto begin = above ? timeline.upper_bound(*above) : timeline.begin();
  const auto end = query.max_id ? timeline.lower_bound(*query.max_id) : timeline.end();
  std::vector<const Status*> statuses;
  if (query.max_id && above && !OlderId{}(*above, *query.max_id)) return statuses;
  if (query.min_id) {
    for (auto at = begin; at != end && statuses.size() < query.limit; ++at) statuses.push_back(at->second);
    std::reverse(statuses.begin(), statuses.end());
  } else {
    for (auto at = end; at != begin && statuses.size() < query.limit;) statuses.push_back((--at)->second);
  }
  return statuses;
}

std::string Timelines::newest_id() const { return by_id_.empty() ? std::string{} : by_id_.rbegin()->first; }

}  // namespace nhs::test
