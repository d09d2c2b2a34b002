#include "store/without_texts.h"

#include <algorithm>

#include "core/text.h"
#include "store/filter_sql.h"

namespace nhs::store {
namespace {

/// Of purged posts only the tags that are topics are kept: one that any of them carries is a topic.
bool is_kept_tag(Database& database, const std::string& folded) {
  return database
      .integer(
          "SELECT 1 FROM post_tag JOIN post ON post.id = post_id WHERE tag_id IN (SELECT id FROM tag WHERE "
          "folded = ?) AND purged_at IS NOT NULL LIMIT 1",
          folded)
      .has_value();
}

bool are_kept_tags(Database& database, const std::vector<std::string>& folded) {
  return std::all_of(folded.begin(), folded.end(),
                     [&](const std::string& tag) { return is_kept_tag(database, tag); });
}

/// Whether a search is for topics alone, which these posts carry as before.
bool is_answerable(Database& database, const SearchQuery& query) {
  if (query.has_words() || !query.without.empty()) return false;
  return are_kept_tags(database, query.without_tags) &&
         std::all_of(query.tags.begin(), query.tags.end(), [&](const TagsOrWords& each) {
           return each.words.empty() && are_kept_tags(database, each.tags);
         });
}

}  // namespace

Filter answerable_without_texts(Database& database, Filter filter) {
  if (filter.query && !is_answerable(database, *filter.query)) filter.query.reset();
  if (filter.tag && !is_kept_tag(database, tag_key(*filter.tag))) filter.tag.reset();
  return filter;
}

/// No search by people or texts for every period: those without a text lie before some day.
void mark_without_texts(Database& database, const TrendsQuery& query, TrendsResult& result) {
  Where purged{"purged_at IS NOT NULL AND withdrawn_at IS NULL", {}};
  narrow_by_network(purged, query.filter);
  const std::string of_days = " FROM post INDEXED BY post_purged WHERE ";
  const std::string any = "SELECT 1" + of_days;
  const std::string in_row = " AND day >= ? AND day < ? LIMIT 1";
  const auto last = database.integer("SELECT max(day)" + of_days + purged.sql, purged.bound);
  if (!last) return;
  const Filter others = answerable_without_texts(database, query.filter);
  const bool too_few = others.query.has_value() != query.filter.query.has_value() ||
                       others.tag.has_value() != query.filter.tag.has_value();
  Where asked{"purged_at IS NOT NULL", {}};
  narrow_by_network_and_sentiment(asked, others);
  narrow_counted_posts_but_words(asked, others);
  Query any_purged = database.query(any + purged.sql + in_row);
  Query any_asked = database.query(any + asked.sql + in_row);
  for (TrendRow& row : result.rows) {
    const LocalDay from = std::max(row.period.from, *query.filter.since);
    const LocalDay to = std::min(row.period.to, *query.filter.until);
    if (from.time_since_epoch().count() > *last) break;
    any_purged.again().bind(purged.bound, from, to);
    row.without_texts = any_purged.next();
    if (!row.without_texts) continue;
    row.authors.reset();
    row.copies.reset();
    row.most_by_one_author.reset();
    row.posts_by_unknown.reset();
    if (!too_few && !query.filter.once_per_author) continue;
    any_asked.again().bind(asked.bound, from, to);
    row.lacks_what_is_asked = any_asked.next();
    if (!row.lacks_what_is_asked || !too_few) continue;
    row.collected = row.classified + row.unclassified > 0 ? Collected::part : Collected::none;
  }
}

}  // namespace nhs::store
