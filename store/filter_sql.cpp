#include "store/filter_sql.h"

#include "core/text.h"
#include "store/concerns.h"
#include "store/consents.h"
#include "store/search.h"

namespace nhs::store {
namespace {

std::vector<Bound> bound(const std::vector<std::string>& names) { return {names.begin(), names.end()}; }

Bound bound(LocalDay day) { return std::int64_t{day.time_since_epoch().count()}; }

Bound bound(UtcTime time) { return std::int64_t{time.time_since_epoch().count()}; }

const std::string kCarriesTag =
    "EXISTS (SELECT 1 FROM post_tag WHERE post_id = post.id AND tag_id IN (SELECT id FROM tag WHERE folded ";

const std::string kPlacesOfMatches = "SELECT rowid FROM post_search WHERE post_search MATCH ?";

void narrow_by_tags_of_query(Where& where, const SearchQuery& query) {
  for (const TagsOrWords& each : query.tags) {
    std::vector<Bound> values = bound(each.tags);
    std::string condition = kCarriesTag + "IN (" + question_marks(each.tags.size()) + ")))";
    if (!each.words.empty()) {
      condition = "(" + condition + " OR place IN (" + kPlacesOfMatches + "))";
      values.emplace_back(each.words);
    }
    where.also(condition, values);
  }
  if (!query.without_tags.empty())
    where.also("NOT " + kCarriesTag + "IN (" + question_marks(query.without_tags.size()) + ")))",
               bound(query.without_tags));
  if (!query.has_words() && !query.without.empty())
    where.also("place NOT IN (" + kPlacesOfMatches + ")", {query.without});
}

/// One bit for each member.
template <typename Enum>
std::int64_t bits_of(const std::vector<Enum>& members) {
  std::int64_t bits = 0;
  for (const Enum member : members) bits |= std::int64_t{1} << index_of(member);
  return bits;
}

}  // namespace

void Where::also(std::string_view condition, const std::vector<Bound>& values) {
  sql += " AND ";
  sql += condition;
  bound.insert(bound.end(), values.begin(), values.end());
}

void narrow_days(Where& where, const Filter& filter) {
  if (filter.since) where.also("day >= ?", {bound(*filter.since)});
  if (filter.until) where.also("day < ?", {bound(*filter.until)});
}

void narrow_moments(Where& where, const Filter& filter, const TimeZone& zone) {
  if (filter.since) where.also("created_at >= ?", {bound(zone.start_of(*filter.since))});
  if (filter.until) where.also("created_at < ?", {bound(zone.start_of(*filter.until))});
}

void narrow_by_network_and_sentiment(Where& where, const Filter& filter) {
  if (filter.sentiment) where.also("sentiment = ?", {static_cast<std::int64_t>(*filter.sentiment)});
  narrow_by_network(where, filter);
}

void narrow_by_network(Where& where, const Filter& filter) {
  if (!filter.networks.empty())
    where.also("network_id IN (SELECT id FROM network WHERE name IN (" +
                   question_marks(filter.networks.size()) + "))",
               bound(filter.networks));
}

void narrow_counted_posts(Where& where, const Filter& filter) {
  narrow_counted_posts_but_words(where, filter);
  if (!filter.query || !filter.query->has_words()) return;
  Where matches{kPlacesOfMatches, {words_to_match(*filter.query)}};
  narrow_search_to_days(matches, filter);
  where.also("place IN (" + matches.sql + ")", matches.bound);
}

void narrow_counted_posts_but_words(Where& where, const Filter& filter) {
  where.also("withdrawn_at IS NULL");
  if (!filter.sources.empty())
    where.also(
        "EXISTS (SELECT 1 FROM sighting WHERE post_id = post.id AND source_id IN (SELECT id FROM source "
        "WHERE name IN (" +
            question_marks(filter.sources.size()) + ")))",
        bound(filter.sources));
  if (!filter.kinds.empty()) where.also("((1 << kind) & ?) <> 0", {bits_of(filter.kinds)});
  if (!filter.groups.empty())
    where.also("EXISTS (SELECT 1 FROM post_group WHERE post_id = post.id AND ((1 << inclusion) & ?) <> 0)",
               {bits_of(filter.groups)});
  if (filter.tag) where.also(kCarriesTag + "= ?))", {tag_key(*filter.tag)});
  if (filter.language) where.also("language = ?", {*filter.language});
  if (filter.classified_only) where.also("sentiment IS NOT NULL");
  if (filter.without_concerns) where.also(kWithoutConcern);
  if (filter.consented_only) where.also(is_consented());
  if (!filter.query) return;
  // No search finds who asks not to be found (core/post.h).
  where.also("quotable = 1");
  narrow_by_tags_of_query(where, *filter.query);
}

std::string from_posts(const Filter& filter) {
  if (filter.query && filter.query->has_words()) return " FROM post INDEXED BY post_by_place";
  // No index but that of ids: few posts have a consent, and each is looked up.
  return filter.consented_only ? " FROM post NOT INDEXED" : " FROM post";
}

std::string words_to_match(const SearchQuery& query) {
  return query.without.empty() ? query.words : "(" + query.words + ") NOT (" + query.without + ")";
}

void narrow_search_to_days(Where& where, const Filter& filter) {
  // A day of any time zone lies within a day of UTC's on either side.
  const auto place_of = [](LocalDay day) {
    return search_place(UtcTime{std::chrono::sys_days{day.time_since_epoch()}}, 0);
  };
  if (filter.since) where.also("post_search.rowid >= ?", {place_of(*filter.since - std::chrono::days{1})});
  if (filter.until) where.also("post_search.rowid < ?", {place_of(*filter.until + std::chrono::days{1})});
}

void narrow_findings(Where& where, const Filter& filter) {
  if (const auto wanted = wanted_findings(filter)) where.also("(findings & ?) <> 0", {*wanted});
}

std::optional<Findings> wanted_findings(const Filter& filter) {
  if (filter.values.empty() && !filter.direction) return std::nullopt;
  Findings bits = 0;
  const auto want = [&](Value value) {
    bits |= filter.direction ? finding_bit(value, *filter.direction) : finding_bits(value);
  };
  if (filter.values.empty())
    for (const Value value : all_of<Value>()) want(value);
  for (const Value value : filter.values) want(value);
  return bits;
}

bool rollup_serves(const Filter& filter) {
  const int properties = (filter.kinds.empty() ? 0 : 1) + (filter.language ? 1 : 0) +
                         (filter.groups.empty() ? 0 : 1) + (filter.sources.empty() ? 0 : 1);
  return properties <= 1 && !filter.tag && !filter.query && !filter.once_per_author &&
         !filter.classified_only && !filter.without_concerns && !filter.consented_only;
}

}  // namespace nhs::store
