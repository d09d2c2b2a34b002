#include "store/without_texts.h"

#include <algorithm>
#include <functional>

#include "core/text.h"
#include "store/filter_sql.h"

namespace nhs::store {
namespace {

using IsKept = std::function<bool(const std::string& folded)>;

/// Of purged posts only the tags that are topics are kept: one that any of them carries is a topic.
bool is_kept_tag(Database& database, const std::string& folded) {
  return database
      .integer(
          "SELECT 1 FROM post_tag JOIN post ON post.id = post_id WHERE tag_id IN (SELECT id FROM tag WHERE "
          "folded = ?) AND purged_at IS NOT NULL LIMIT 1",
          folded)
      .has_value();
}

/// The same of the posts of some days alone: what is a topic now may have been none when others were purged.
bool is_kept_tag(Database& database, const std::string& folded, const Filter& days) {
  Where where{"purged_at IS NOT NULL AND withdrawn_at IS NULL", {}};
  narrow_days(where, days);
  where.also(
      "EXISTS (SELECT 1 FROM post_tag WHERE post_id = post.id AND tag_id IN (SELECT id FROM tag WHERE folded = ?))",
      {folded});
  return database
      .integer("SELECT 1 FROM post INDEXED BY post_purged WHERE " + where.sql + " LIMIT 1", where.bound)
      .has_value();
}

bool are_kept_tags(const std::vector<std::string>& folded, const IsKept& is_kept) {
  return std::all_of(folded.begin(), folded.end(), is_kept);
}

/// Whether a search is for topics alone, which these posts carry as before.
bool is_answerable(const SearchQuery& query, const IsKept& is_kept) {
  if (query.has_words() || !query.without.empty()) return false;
  return are_kept_tags(query.without_tags, is_kept) &&
         std::all_of(query.tags.begin(), query.tags.end(), [&](const TagsOrWords& each) {
           return each.words.empty() && are_kept_tags(each.tags, is_kept);
         });
}

/// Whether all that a filter searches for is to be found where these tags were kept.
bool is_answerable(const Filter& filter, const IsKept& is_kept) {
  return (!filter.query || is_answerable(*filter.query, is_kept)) &&
         (!filter.tag || is_kept(tag_key(*filter.tag)));
}

IsKept kept_ever(Database& database) {
  return [&database](const std::string& folded) { return is_kept_tag(database, folded); };
}

/// The first look finds what no post carries, the second is cheap where most do.
IsKept kept_in_days(Database& database, const Filter& days) {
  if (!days.since && !days.until) return kept_ever(database);
  return [&database, &days](const std::string& folded) {
    return is_kept_tag(database, folded) && is_kept_tag(database, folded, days);
  };
}

void forget_people(TrendRow& row) {
  row.authors.reset();
  row.copies.reset();
  row.most_by_one_author.reset();
  row.posts_by_unknown.reset();
}

}  // namespace

bool is_answerable_without_texts(Database& database, const Filter& filter) {
  return is_answerable(filter, kept_in_days(database, filter));
}

Filter answerable_without_texts(Database& database, Filter filter) {
  const IsKept is_kept = kept_in_days(database, filter);
  const bool drops_query = filter.query && !is_answerable(*filter.query, is_kept);
  const bool drops_tag = filter.tag && !is_kept(tag_key(*filter.tag));
  if (drops_query) filter.query.reset();
  if (drops_tag) filter.tag.reset();
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
  const bool searches = query.filter.query || query.filter.tag;
  const bool never_kept = searches && !is_answerable(query.filter, kept_ever(database));
  // Too many may match, for what is searched for or told only by other tables: that is caution, and quick.
  Filter others = query.filter;
  others.query.reset();
  others.tag.reset();
  others.sources.clear();
  others.groups.clear();
  Where asked{"purged_at IS NOT NULL", {}};
  narrow_by_network_and_sentiment(asked, others);
  narrow_counted_posts_but_words(asked, others);
  Query any_purged = database.query(any + purged.sql + in_row);
  Query any_asked = database.query(any + asked.sql + in_row);
  for (TrendRow& row : result.rows) {
    Filter days;
    days.since = std::max(row.period.from, *query.filter.since);
    days.until = std::min(row.period.to, *query.filter.until);
    if (days.since->time_since_epoch().count() > *last) break;
    any_purged.again().bind(purged.bound, *days.since, *days.until);
    row.without_texts = any_purged.next();
    if (!row.without_texts) continue;
    forget_people(row);
    const bool too_few = never_kept || (searches && !is_answerable(query.filter, [&](const std::string& tag) {
                                          return is_kept_tag(database, tag, days);
                                        }));
    if (!too_few && !query.filter.once_per_author) continue;
    any_asked.again().bind(asked.bound, *days.since, *days.until);
    row.lacks_what_is_asked = any_asked.next();
    row.cannot_be_searched = row.lacks_what_is_asked && too_few;
    if (!row.cannot_be_searched) continue;
    row.collected = row.classified + row.unclassified > 0 ? Collected::part : Collected::none;
  }
}

}  // namespace nhs::store
