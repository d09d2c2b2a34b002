#include "store/filter_sql.h"

#include "core/text.h"

namespace nhs::store {
namespace {

std::string question_marks(std::size_t count) {
  std::string marks;
  for (std::size_t i = 0; i < count; ++i) marks += i == 0 ? "?" : ", ?";
  return marks;
}

std::vector<Bound> bound(const std::vector<std::string>& names) { return {names.begin(), names.end()}; }

Bound bound(LocalDay day) { return std::int64_t{day.time_since_epoch().count()}; }

Bound bound(UtcTime time) { return std::int64_t{time.time_since_epoch().count()}; }

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
  if (!filter.networks.empty())
    where.also("network_id IN (SELECT id FROM network WHERE name IN (" +
                   question_marks(filter.networks.size()) + "))",
               bound(filter.networks));
}

void narrow_counted_posts(Where& where, const Filter& filter) {
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
  if (filter.tag)
    where.also(
        "EXISTS (SELECT 1 FROM post_tag WHERE post_id = post.id AND tag_id IN (SELECT id FROM tag WHERE "
        "folded = ?))",
        {tag_key(*filter.tag)});
  if (filter.language) where.also("language = ?", {*filter.language});
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
  return filter.sources.empty() && filter.kinds.empty() && filter.groups.empty() && !filter.tag &&
         !filter.language;
}

}  // namespace nhs::store
