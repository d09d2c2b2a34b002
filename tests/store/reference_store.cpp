#include "reference_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "core/text.h"

namespace nhs::test {
namespace {

using store::Outcome;

std::set<std::string> folded_tags(const std::vector<std::string>& tags) {
  std::set<std::string> folded;
  for (const std::string& tag : tags) folded.insert(tag_key(tag));
  return folded;
}

template <typename T>
bool holds(const std::vector<T>& alternatives, const T& one) {
  return alternatives.empty() || std::count(alternatives.begin(), alternatives.end(), one) > 0;
}

bool has_wanted_finding(const Classification& classification, const store::Filter& filter) {
  if (filter.values.empty() && !filter.direction) return true;
  for (const ValueFinding& each : classification.values)
    if (holds(filter.values, each.value) && (!filter.direction || each.direction == *filter.direction))
      return true;
  return false;
}

/// The stems of the texts of a random history.
std::set<std::string> stems(const std::string& text) {
  static const std::map<std::string, std::set<std::string>> known = {{"kind", {"kind"}},
                                                                     {"unkind", {"unkind"}},
                                                                     {"they listened", {"they", "listen"}},
                                                                     {"nobody came", {"nobodi", "came"}}};
  const auto found = known.find(text);
  return found == known.end() ? std::set<std::string>{} : found->second;
}

bool are_same(const store::SearchQuery& a, const store::SearchQuery& b) {
  return a.words == b.words && a.without == b.without && a.without_tags == b.without_tags &&
         a.tags.size() == b.tags.size();
}

bool matches_query(const PseudonymousPost& post, const store::SearchQuery& query) {
  if (!post.quotable.value_or(true)) return false;
  for (const PlainQuery& plain : plain_queries())
    if (are_same(store::parse_query(plain.typed).value(), query))
      return plain.holds(stems(post.text), folded_tags(post.tags));
  throw std::invalid_argument("a query that the reference does not know");
}

bool complete(PseudonymousPost& old, const PseudonymousPost& view) {
  const bool completes = (!old.created_at && view.created_at) || (!old.author_key && view.author_key);
  if (!old.created_at) old.created_at = view.created_at;
  if (!old.author_key) old.author_key = view.author_key;
  return completes;
}

}  // namespace

store::SaveReport ReferenceStore::save(const store::Batch& batch) {
  store::SaveReport report;
  for (const auto& post : batch.posts) report.outcomes.push_back(write(batch, post));
  for (const auto& keys : batch.withdrawn) report.withdrawn += withdraw(keys);
  return report;
}

Outcome ReferenceStore::write(const store::Batch& batch, const store::ClassifiedPost& post) {
  const PseudonymousPost& p = post.post;
  auto known =
      std::find_if(kept_.begin(), kept_.end(), [&](const Kept& each) { return each.post.key == p.key; });
  const bool by_key = known != kept_.end();
  if (!by_key && p.url_key)
    known = std::find_if(kept_.begin(), kept_.end(),
                         [&](const Kept& each) { return each.post.url_key == p.url_key; });
  if (known == kept_.end()) {
    kept_.push_back({p, post.classification, {batch.source}, false});
    return Outcome::added;
  }
  PseudonymousPost& old = known->post;
  const bool differs =
      old.text != p.text || old.language != p.language || folded_tags(old.tags) != folded_tags(p.tags);
  const bool newer = p.edited_at > old.edited_at;
  const bool is_import = batch.changed_text == store::ChangedText::is_a_conflict;
  const bool wish_before = old.quotable.value_or(true);
  const bool takes_back = p.quotable == true && by_key && newer && !is_import;
  if (p.quotable == false || takes_back) old.quotable = p.quotable;
  const bool wish_changed = old.quotable.value_or(true) != wish_before;
  const auto seen = [&](bool completed) {
    return completed || wish_changed ? Outcome::updated : Outcome::unchanged;
  };
  const bool is_republished = by_key && batch.changed_text == store::ChangedText::is_an_edit;
  if (known->withdrawn) {
    known->sources.insert(batch.source);
    if (is_import || !(newer || is_republished)) return seen(false);
  } else if (!differs) {
    known->sources.insert(batch.source);
    if (newer) old.edited_at = p.edited_at;
    return seen(complete(old, p));
  } else if (!newer) {
    if (by_key && is_import) return Outcome::conflict;
    known->sources.insert(batch.source);
    if (!is_republished || p.edited_at != old.edited_at) return seen(old.text == p.text && complete(old, p));
  }
  known->sources.insert(batch.source);
  if (newer) old.edited_at = p.edited_at;
  if (old.text != p.text) known->labels.clear();
  old.text = p.text;
  old.language = p.language;
  old.tags = p.tags;
  old.text_key = p.text_key;
  if (!old.url_key) old.url_key = p.url_key;
  if (!old.created_at) old.created_at = p.created_at;
  if (p.author_key && (by_key || !old.author_key)) old.author_key = p.author_key;
  known->classification = post.classification;
  known->withdrawn = false;
  return Outcome::updated;
}

int ReferenceStore::withdraw(const store::PostKeys& keys) {
  int withdrawn = 0;
  for (Kept& each : kept_) {
    const bool by_url =
        keys.url_key && each.post.url_key == keys.url_key && each.post.network == keys.network;
    if (each.post.key != keys.key && !by_url) continue;
    if (keys.edited_at > each.post.edited_at) each.post.edited_at = keys.edited_at;
    if (each.withdrawn) continue;
    withdrawn += counts(each);
    each.withdrawn = true;
    each.post.text.clear();
    each.labels.clear();
  }
  return withdrawn;
}

bool ReferenceStore::label(std::int64_t ref, const Label& label) {
  if (ref < 1 || index_of_ref(ref) >= kept_.size()) return false;
  Kept& kept = kept_[index_of_ref(ref)];
  if (kept.withdrawn) return false;
  kept.labels.push_back(label);
  if (!counting(kept).unclassified) return true;
  kept.labels.pop_back();
  return false;
}

bool ReferenceStore::undo_label(std::int64_t ref) {
  if (ref < 1 || index_of_ref(ref) >= kept_.size() || kept_[index_of_ref(ref)].labels.empty()) return false;
  kept_[index_of_ref(ref)].labels.pop_back();
  return true;
}

Classification ReferenceStore::counting(const Kept& kept) {
  Label said;
  for (const Label& each : kept.labels) {
    if (each.values) said.values = each.values;
    if (each.sentiment) said.sentiment = each.sentiment;
    if (each.kind) said.kind = each.kind;
    if (each.groups) said.groups = each.groups;
  }
  return overridden(kept.classification, said);
}

std::optional<Classification> ReferenceStore::machine(std::int64_t ref) const {
  const Kept& kept = kept_.at(index_of_ref(ref));
  if (kept.labels.empty()) return std::nullopt;
  return kept.classification;
}

std::int64_t ReferenceStore::judged_by_others(const std::string& model) const {
  return std::count_if(kept_.begin(), kept_.end(), [&](const Kept& each) {
    return !each.withdrawn && each.classification.model != model;
  });
}

std::optional<std::string> ReferenceStore::rule_for(const Kept& kept) const {
  if (kept.withdrawn) return std::nullopt;
  for (const PlainRule& rule : rules_) {
    // The texts of a random history are words between single spaces, all in small letters.
    const std::string text = " " + kept.post.text + " ";
    if (rule.phrase == "KIND" && text.find(" kind ") == std::string::npos) continue;
    if (rule.phrase == "they  listened" && text.find(" they listened ") == std::string::npos) continue;
    if (rule.author && kept.post.author_key != rule.author) continue;
    if (!rule.source.empty() && kept.sources != std::set<std::string>{rule.source}) continue;
    return rule.name;
  }
  return std::nullopt;
}

std::map<std::int64_t, std::string> ReferenceStore::set_aside() const {
  std::map<std::int64_t, std::string> rules;
  for (std::size_t i = 0; i < kept_.size(); ++i)
    if (const auto rule = rule_for(kept_[i])) rules[static_cast<std::int64_t>(i) + 1] = *rule;
  return rules;
}

std::vector<bool> ReferenceStore::quotable() const {
  std::vector<bool> wishes;
  for (const Kept& kept : kept_) wishes.push_back(kept.post.quotable.value_or(true));
  return wishes;
}

bool ReferenceStore::matches_all_but_findings(const Kept& kept, const store::Filter& filter) const {
  const PseudonymousPost& post = kept.post;
  const Classification classification = counting(kept);
  if (!counts(kept)) return false;
  if ((filter.since || filter.until) && !post.created_at) return false;
  if (filter.since && zone_.day_of(*post.created_at) < *filter.since) return false;
  if (filter.until && zone_.day_of(*post.created_at) >= *filter.until) return false;
  if (filter.sentiment && (!classification.sentiment || classification.sentiment->label != *filter.sentiment))
    return false;
  if (!holds(filter.networks, post.network)) return false;
  if (!filter.sources.empty() &&
      std::none_of(filter.sources.begin(), filter.sources.end(),
                   [&](const auto& source) { return kept.sources.count(source) > 0; }))
    return false;
  if (!filter.kinds.empty() && (!classification.kind || !holds(filter.kinds, classification.kind->label)))
    return false;
  if (!filter.groups.empty() && std::none_of(classification.groups.begin(), classification.groups.end(),
                                             [&](Group group) { return holds(filter.groups, group); }))
    return false;
  if (filter.tag && folded_tags(post.tags).count(tag_key(*filter.tag)) == 0) return false;
  if (filter.query && !matches_query(post, *filter.query)) return false;
  return !filter.language || classification.language == *filter.language;
}

std::vector<const ReferenceStore::Kept*> ReferenceStore::counted_once(std::vector<const Kept*> matching,
                                                                      const store::Filter& filter) const {
  if (!filter.once_per_author) return matching;
  std::stable_sort(matching.begin(), matching.end(),
                   [](const Kept* a, const Kept* b) { return a->post.created_at < b->post.created_at; });
  std::set<KeyedHash> known;
  std::vector<const Kept*> counted;
  for (const Kept* each : matching)
    if (!each->post.author_key || known.insert(*each->post.author_key).second) counted.push_back(each);
  return counted;
}

bool ReferenceStore::stands_elsewhere(const Kept& kept) const {
  return kept.post.text_key != 0 && std::count_if(kept_.begin(), kept_.end(), [&](const Kept& each) {
                                      return counts(each) && each.post.text_key == kept.post.text_key;
                                    }) > 1;
}

store::TrendsResult ReferenceStore::trends(const store::TrendsQuery& query) const {
  store::TrendsResult result;
  result.timezone = zone_.name();
  std::map<std::string, std::int64_t> models;
  std::vector<const Kept*> in_time;
  for (const Kept& kept : kept_)
    if (matches_all_but_findings(kept, query.filter)) in_time.push_back(&kept);
  if (query.once_in_all) in_time = counted_once(std::move(in_time), query.filter);
  for (const Period& period : periods_between(*query.filter.since, *query.filter.until, query.by)) {
    store::TrendRow row;
    row.period = period;
    row.partial =
        period.from < *query.filter.since || period.to > *query.filter.until || query.today < period.to;
    std::map<KeyedHash, std::int64_t> authors;
    std::map<std::string, std::int64_t> models_of_row;
    row.copies = row.posts_by_unknown = 0;
    std::vector<const Kept*> matching;
    for (const Kept* kept : in_time) {
      const LocalDay local_day = zone_.day_of(*kept->post.created_at);
      if (local_day >= period.from && local_day < period.to) matching.push_back(kept);
    }
    for (const Kept* each_kept : counted_once(matching, query.filter)) {
      const Kept& kept = *each_kept;
      const Classification classification = counting(kept);
      ++models[classification.model];
      ++models_of_row[classification.model];
      if (!classification.sentiment) {
        ++row.unclassified;
        continue;
      }
      const std::size_t sentiment = index_of(classification.sentiment->label);
      ++row.classified;
      for (const ValueFinding& each : classification.values) {
        if (query.filter.direction && each.direction != *query.filter.direction) continue;
        store::ValueCounts& counts = row.values[index_of(each.value)];
        ++counts.posts;
        ++counts.directions[index_of(each.direction)];
        ++counts.sentiment.posts[sentiment];
      }
      if (!has_wanted_finding(classification, query.filter)) continue;
      ++row.posts;
      ++row.sentiment.posts[sentiment];
      if (kept.post.author_key)
        ++authors[*kept.post.author_key];
      else
        ++*row.posts_by_unknown;
      if (stands_elsewhere(kept)) ++*row.copies;
    }
    if (!authors.empty() || row.posts_by_unknown == 0) {
      row.authors = static_cast<std::int64_t>(authors.size());
      row.most_by_one_author = 0;
    }
    for (const auto& [author, posts] : authors)
      row.most_by_one_author = std::max(*row.most_by_one_author, posts);
    for (const auto& [model, posts] : models_of_row) row.models.push_back({model, posts});
    result.rows.push_back(row);
  }
  std::int64_t most = 0;
  for (const auto& [model, posts] : models) most = std::max(most, posts);
  for (const auto& [model, posts] : models)
    if (posts == most) result.model += (result.model.empty() ? "" : "|") + model;
  store::Filter timeless = query.filter;
  timeless.since = timeless.until = std::nullopt;
  for (const Kept& kept : kept_)
    if (!kept.post.created_at && matches_all_but_findings(kept, timeless)) ++result.undated;
  return result;
}

std::vector<std::int64_t> ReferenceStore::posts(const store::Filter& filter) const {
  std::vector<const Kept*> matching;
  for (const Kept& kept : kept_)
    if (matches_all_but_findings(kept, filter)) matching.push_back(&kept);
  std::vector<std::size_t> found;
  for (const Kept* kept : counted_once(matching, filter))
    if (has_wanted_finding(counting(*kept), filter))
      found.push_back(static_cast<std::size_t>(kept - kept_.data()));
  std::stable_sort(found.begin(), found.end(), [&](std::size_t a, std::size_t b) {
    return std::pair{kept_[a].post.created_at, a} > std::pair{kept_[b].post.created_at, b};
  });
  std::vector<std::int64_t> refs;
  for (const std::size_t each : found) refs.push_back(static_cast<std::int64_t>(each) + 1);
  return refs;
}

std::string described(const store::TrendsResult& trends) {
  std::string text = fmt::format("{} undated {}\n", trends.timezone, trends.undated);
  for (const store::TrendRow& row : trends.rows) {
    text += fmt::format("{}{} posts {} of {} + {}, authors {} (most {}) + {}, copies {}, sentiment {}/{}/{}",
                        row.period.label, row.partial ? " (partial)" : "", row.posts, row.classified,
                        row.unclassified, row.authors.value_or(-1), row.most_by_one_author.value_or(-1),
                        row.posts_by_unknown.value_or(-1), row.copies.value_or(-1), row.sentiment.posts[0],
                        row.sentiment.posts[1], row.sentiment.posts[2]);
    for (const store::ValueCounts& value : row.values)
      text += fmt::format(" | {}: {}/{}/{}, {}/{}/{}", value.posts, value.directions[0], value.directions[1],
                          value.directions[2], value.sentiment.posts[0], value.sentiment.posts[1],
                          value.sentiment.posts[2]);
    // By name, for which model was met first is the store's affair.
    std::map<std::string, std::int64_t> models;
    for (const store::PostsOfModel& each : row.models) models[each.model] += each.posts;
    for (const auto& [model, posts] : models) text += fmt::format(" | {} by {}", posts, model);
    text += '\n';
  }
  return text;
}

}  // namespace nhs::test
