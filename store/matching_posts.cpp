#include "store/matching_posts.h"

#include "core/text.h"
#include "store/search.h"

namespace nhs::store {
namespace {

/// A look-up costs as much as a walk past so many posts.
constexpr std::int64_t kPostsPassedInALookUp = 20;

bool holds_more_than(Database& database, const Filter& filter, std::int64_t posts) {
  Where where;
  where.also("withdrawn_at IS NULL AND day IS NOT NULL");
  narrow_days(where, filter);
  return database.integer("SELECT 1 FROM post WHERE " + where.sql + " LIMIT 1 OFFSET ?", where.bound, posts)
      .has_value();
}

Where with_names(std::string sql, const std::vector<std::string>& names) {
  return {std::move(sql) + "(" + question_marks(names.size()) + ")", {names.begin(), names.end()}};
}

}  // namespace

void PostSet::keep_common(const PostSet& other) {
  size_ = 0;
  for (std::size_t id = 0; id < bits_.size(); ++id) {
    bits_[id] = bits_[id] && other.bits_[id];
    size_ += bits_[id] ? 1 : 0;
  }
}

MatchingPosts::MatchingPosts(Database& database, const Filter& filter, std::int64_t many)
    : database_(database), left_(filter) {
  const bool asks_other_tables = filter.tag || !filter.sources.empty() || !filter.groups.empty() ||
                                 (filter.query && filter.query->has_words());
  if (!asks_other_tables || !holds_more_than(database, filter, many)) return;
  if (database.integer("SELECT max(id) FROM post").value_or(0) >= kIdsOfAPlace) return;
  if (filter.tag)
    choose("SELECT post_id FROM post_tag WHERE tag_id IN (SELECT id FROM tag WHERE folded = ?)",
           {tag_key(*filter.tag)});
  if (!filter.sources.empty()) {
    const Where shown = with_names(
        "SELECT post_id FROM sighting INDEXED BY sighting_by_time WHERE source_id IN (SELECT id FROM source WHERE name IN ",
        filter.sources);
    choose(shown.sql + ")", shown.bound);
  }
  if (!filter.groups.empty()) {
    std::int64_t groups = 0;
    for (const Group group : filter.groups) groups |= std::int64_t{1} << index_of(group);
    choose("SELECT post_id FROM post_group WHERE ((1 << inclusion) & ?) <> 0", {groups});
  }
  if (filter.query && filter.query->has_words()) {
    Where matches{"SELECT post_search.rowid & ? FROM post_search WHERE post_search MATCH ?",
                  {kIdsOfAPlace - 1, words_to_match(*filter.query)}};
    narrow_search_to_days(matches, filter);
    choose(matches.sql, matches.bound);
    left_.query->words.clear();
    left_.query->without.clear();
  }
  left_.tag.reset();
  left_.sources.clear();
  left_.groups.clear();
}

void MatchingPosts::choose(const std::string& sql, const std::vector<Bound>& bound) {
  PostSet found{database_.integer("SELECT max(id) FROM post").value_or(0)};
  {
    Query ids = database_.query(sql);
    ids.bind(bound);
    while (ids.next()) found.add(ids.integer(0));
  }
  if (chosen_)
    chosen_->keep_common(found);
  else
    chosen_ = std::move(found);
}

bool MatchingPosts::is_few() const {
  return chosen_ && chosen_->size() * kPostsPassedInALookUp < chosen_->highest();
}

Where MatchingPosts::statement(const std::string& columns, const Where& also) const {
  Where where;
  narrow_days(where, left_);
  narrow_by_network_and_sentiment(where, left_);
  narrow_counted_posts(where, left_);
  where.also(also.sql, also.bound);
  if (is_few()) where.also("id = ?");
  where.sql = "SELECT id, " + columns + from_posts(left_) + " WHERE " + where.sql;
  return where;
}

}  // namespace nhs::store
