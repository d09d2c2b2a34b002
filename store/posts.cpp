#include "store/posts.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <tuple>

#include "store/consents.h"
#include "store/filter_sql.h"
#include "store/post_findings.h"
#include "store/rechecks.h"
#include "store/search.h"
#include "store/without_texts.h"

namespace nhs::store {
namespace {

// Subqueries instead of joins, so that nothing but `post` can decide the order of reading.
const std::string kSelectPost =
    "SELECT id, (SELECT name FROM network WHERE id = network_id), created_at, edited_at, first_seen_at, "
    "withdrawn_at, text, stated_language, key, url_key, (SELECT key FROM author WHERE id = author_id), "
    "reply_key, sealed, " +
    std::string{kFindingColumns} +
    ", (SELECT name FROM ignore_rule WHERE id = ignored_by), quotable, purged_at, " + is_consented();

StoredPost read_post(const Query& row) {
  StoredPost post;
  post.ref = row.integer(0);
  post.network = row.bytes(1);
  post.created_at = row.maybe_time(2);
  post.edited_at = row.maybe_time(3);
  post.first_seen_at = row.time(4);
  post.withdrawn_at = row.maybe_time(5);
  post.text = row.bytes(6);
  post.language = row.bytes(7);
  post.key = row.maybe_hash(8).value_or(KeyedHash{});
  post.url_key = row.maybe_hash(9);
  post.author_key = row.maybe_hash(10);
  post.reply_key = row.maybe_hash(11);
  post.sealed = row.bytes(12);
  post.classification = findings_from(row, 13);
  post.ignored_by = row.bytes(22);
  post.quotable = row.integer(23) != 0;
  post.purged_at = row.maybe_time(24);
  post.consented = row.integer(25) != 0;
  return post;
}

/// What lies in other tables.
void read_details(Database& database, StoredPost& post) {
  const auto each = [&](const std::string& sql, const auto& take) {
    Query query = database.query(sql);
    query.bind(post.ref);
    while (query.next()) take(query);
  };
  each("SELECT name FROM post_tag JOIN tag ON tag.id = tag_id WHERE post_id = ? ORDER BY place",
       [&](const Query& row) { post.tags.push_back(row.bytes(0)); });
  each("SELECT name FROM sighting JOIN source ON source.id = source_id WHERE post_id = ? ORDER BY name",
       [&](const Query& row) { post.sources.push_back(row.bytes(0)); });
  read_finding_lists(database, post.ref, post.classification);
  post.machine = read_machine_findings(database, post.ref);
}

Where matching(const TimeZone& zone, const Filter& filter) {
  Where where;
  where.also("purged_at IS NULL");
  narrow_moments(where, filter, zone);
  narrow_by_network_and_sentiment(where, filter);
  narrow_counted_posts(where, filter);
  narrow_findings(where, filter);
  return where;
}

bool searches_words(const Filter& filter) { return filter.query && filter.query->has_words(); }

/// Matches in the full-text index with their posts, in an order that the index is walked in. columns: what to
/// select of them.
Where matches(const TimeZone& zone, const Filter& filter, const char* columns, Order order,
              const std::optional<Place>& after) {
  const bool descending = order == Order::newest_first;
  Where where{"post_search MATCH ?", {words_to_match(*filter.query)}};
  narrow_search_to_days(where, filter);
  if (after)
    where.also(descending ? "post_search.rowid < ?" : "post_search.rowid > ?",
               {search_place(after->created_at, after->ref)});
  narrow_moments(where, filter, zone);
  narrow_by_network_and_sentiment(where, filter);
  narrow_counted_posts_but_words(where, filter);
  narrow_findings(where, filter);
  // CROSS keeps SQLite from reading the posts first.
  where.sql = std::string{"SELECT "} + columns +
              " FROM post_search CROSS JOIN post ON post.place = post_search.rowid WHERE " + where.sql +
              " ORDER BY post_search.rowid" + (descending ? " DESC" : "");
  return where;
}

std::vector<StoredPost> read_posts(Database& database, const std::vector<std::int64_t>& refs) {
  std::vector<StoredPost> posts;
  for (const std::int64_t ref : refs)
    if (std::optional<StoredPost> post = read_post(database, ref)) posts.push_back(*std::move(post));
  return posts;
}

std::vector<StoredPost> read_page_of_matches(Database& database, const TimeZone& zone, const Filter& filter,
                                             Order order, const std::optional<Place>& after,
                                             std::int64_t limit, const Repeats& repeats) {
  std::vector<std::int64_t> refs;
  {
    const Where select = matches(zone, filter, "post.id", order, after);
    Query query = database.query(select.sql);
    query.bind(select.bound);
    while (static_cast<std::int64_t>(refs.size()) < limit && query.next())
      if (!repeats.hold(query.integer(0))) refs.push_back(query.integer(0));
  }
  return read_posts(database, refs);
}

/// Dated and undated posts are read apart: each part is then one walk along an index from a place onwards,
/// which a condition over both would not be.
void read_part(Database& database, const std::string& from, Where where, bool dated, Order order,
               const std::optional<Place>& after, std::int64_t limit, const Repeats& repeats,
               std::vector<StoredPost>& posts) {
  const bool descending = order == Order::newest_first;
  where.also(dated ? "created_at IS NOT NULL" : "created_at IS NULL");
  if (after && dated)
    where.also(descending ? "(created_at, id) < (?, ?)" : "(created_at, id) > (?, ?)",
               {std::int64_t{after->created_at->time_since_epoch().count()}, after->ref});
  if (after && !dated) where.also(descending ? "id < ?" : "id > ?", {after->ref});
  where.sql += dated        ? descending ? " ORDER BY created_at DESC, id DESC" : " ORDER BY created_at, id"
               : descending ? " ORDER BY id DESC"
                            : " ORDER BY id";
  // Bounded, or SQLite may choose to sort; how many repeats lie between, it cannot know.
  Query query = database.query(kSelectPost + from + " WHERE " + where.sql + " LIMIT ?");
  query.bind(where.bound, repeats.empty() ? limit - static_cast<std::int64_t>(posts.size()) : -1);
  while (static_cast<std::int64_t>(posts.size()) < limit && query.next())
    if (!repeats.hold(query.integer(0))) posts.push_back(read_post(query));
}

struct Ranked {
  std::int64_t ref;
  std::int64_t place;
  double score;  ///< lower is stronger

  bool operator<(const Ranked& other) const {
    return std::tuple{score, -place} < std::tuple{other.score, -other.place};
  }
};

/// The newest matches, at most kMaxRanked of them, strongest first.
std::vector<Ranked> ranked(Database& database, const TimeZone& zone, const Filter& filter,
                           const Repeats& repeats) {
  std::vector<Ranked> found;
  const Where select = matches(zone, filter, "post.id, post_search.rowid, bm25(post_search)",
                               Order::newest_first, std::nullopt);
  Query query = database.query(select.sql);
  query.bind(select.bound);
  while (static_cast<std::int64_t>(found.size()) < kMaxRanked && query.next())
    if (!repeats.hold(query.integer(0))) found.push_back({query.integer(0), query.integer(1), query.real(2)});
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

Repeats repeats_in_list(Database& database, const Filter& filter) {
  if (!filter.once_per_author) return {};
  return {database, filter, [](std::int64_t) { return std::size_t{0}; }};
}

std::vector<StoredPost> read_page(Database& database, const TimeZone& zone, const Filter& filter, Order order,
                                  const std::optional<Place>& after, std::int64_t limit,
                                  const Repeats& repeats) {
  if (searches_words(filter))
    return read_page_of_matches(database, zone, filter, order, after, limit, repeats);
  std::vector<StoredPost> posts;
  const Where where = matching(zone, filter);
  for (const bool dated : {order == Order::newest_first, order == Order::oldest_first}) {
    if (static_cast<std::int64_t>(posts.size()) >= limit) break;
    const bool after_is_here = after && after->created_at.has_value() == dated;
    const bool is_first_part = dated == (order == Order::newest_first);
    if (after && !after_is_here && is_first_part) continue;
    read_part(database, from_posts(filter), where, dated, order, after_is_here ? after : std::nullopt, limit,
              repeats, posts);
  }
  for (StoredPost& post : posts) read_details(database, post);
  return posts;
}

Result<std::vector<StoredPost>> read_strongest(Database& database, const TimeZone& zone, const Filter& filter,
                                               std::optional<std::int64_t> after_ref, std::int64_t limit,
                                               const Repeats& repeats) {
  const std::vector<Ranked> all = ranked(database, zone, filter, repeats);
  auto next = all.begin();
  if (after_ref) {
    next = std::find_if(all.begin(), all.end(), [&](const Ranked& each) { return each.ref == *after_ref; });
    if (next == all.end())
      return fail(ExitStatus::usage,
                  fmt::format("post {} is not among the newest {} that match; start from the first page",
                              *after_ref, kMaxRanked));
    ++next;
  }
  std::vector<std::int64_t> refs;
  for (; next != all.end() && static_cast<std::int64_t>(refs.size()) < limit; ++next)
    refs.push_back(next->ref);
  return read_posts(database, refs);
}

std::optional<StoredPost> read_post(Database& database, std::int64_t ref) {
  static const std::string sql = kSelectPost + " FROM post WHERE id = ?";
  Query query = database.query(sql);
  query.bind(ref);
  if (!query.next()) return std::nullopt;
  StoredPost post = read_post(query);
  read_details(database, post);
  post.removal = read_removal(database, ref);
  return post;
}

std::optional<Place> place_of(Database& database, std::int64_t ref) {
  Query query = database.query("SELECT created_at FROM post WHERE id = ?");
  query.bind(ref);
  if (!query.next()) return std::nullopt;
  return Place{query.maybe_time(0), ref};
}

std::int64_t count_without_texts(Database& database, const Filter& filter) {
  const Filter others = answerable_without_texts(database, filter);
  Where where;
  where.also("purged_at IS NOT NULL");
  narrow_days(where, others);
  narrow_by_network_and_sentiment(where, others);
  narrow_counted_posts_but_words(where, others);
  narrow_findings(where, others);
  return database.integer("SELECT count(*) FROM post INDEXED BY post_purged WHERE " + where.sql, where.bound)
      .value_or(0);
}

std::int64_t count_posts(Database& database, const TimeZone& zone, const Filter& filter, std::int64_t most) {
  const Repeats repeats = repeats_in_list(database, filter);
  Where select;
  if (searches_words(filter)) {
    select = matches(zone, filter, "post.id", Order::newest_first, std::nullopt);
  } else {
    select = matching(zone, filter);
    select.sql = "SELECT id" + from_posts(filter) + " WHERE " + select.sql;
  }
  if (repeats.empty()) {
    select.sql = "SELECT count(*) FROM (" + select.sql + " LIMIT ?)";
    return database.integer(select.sql, select.bound, most).value_or(0);
  }
  std::int64_t counted = 0;
  Query query = database.query(select.sql);
  query.bind(select.bound);
  while (counted < most && query.next()) counted += repeats.hold(query.integer(0)) ? 0 : 1;
  return counted;
}

}  // namespace nhs::store
