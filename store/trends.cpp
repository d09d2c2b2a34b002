#include "store/trends.h"

#include <algorithm>
#include <functional>
#include <map>
#include <stdexcept>
#include <unordered_set>

#include "core/text.h"
#include "store/collection.h"
#include "store/first_posts.h"
#include "store/matching_posts.h"
#include "store/packed_cells.h"
#include "store/packed_counts.h"
#include "store/people_and_copies.h"
#include "store/repeats.h"
#include "store/rollups.h"
#include "store/row_counts.h"
#include "store/search.h"
#include "store/source_states.h"
#include "store/without_texts.h"

namespace nhs::store {
namespace {

/// A search by index costs as much as a walk past so many posts.
constexpr std::int64_t kPostsPassedInASearch = 8;

/// Finds the row that a day counts in.
class RowOfDay {
 public:
  RowOfDay(const std::vector<TrendRow>& rows, LocalDay since, LocalDay until) : since_(since) {
    for (std::size_t row = 0; row < rows.size(); ++row) {
      const LocalDay end = std::min(until, rows[row].period.to);
      for (LocalDay day = since + std::chrono::days{rows_.size()}; day < end; day += std::chrono::days{1})
        rows_.push_back(row);
    }
  }

  /// day: as the database holds it, within since and until.
  std::size_t operator()(std::int64_t day) const {
    return rows_.at(static_cast<std::size_t>(day - since_.time_since_epoch().count()));
  }

 private:
  LocalDay since_;
  std::vector<std::size_t> rows_;
};

std::vector<TrendRow> empty_rows(const TrendsQuery& query) {
  const LocalDay since = *query.filter.since;
  const LocalDay until = *query.filter.until;
  std::vector<TrendRow> rows;
  for (Period& period : periods_between(since, until, query.by)) {
    TrendRow row;
    row.partial = period.from < since || period.to > until || period.to > query.today;
    row.period = std::move(period);
    rows.push_back(std::move(row));
  }
  return rows;
}

/// Posts by the number of the model that judged them.
using ModelTally = std::map<std::int64_t, std::int64_t>;

/// The model that judged most; of several, the one first met last.
std::int64_t main_model(const ModelTally& tally) {
  std::int64_t most = 0;
  std::int64_t model = 0;
  for (const auto& [id, posts] : tally)
    if (posts >= most) {
      most = posts;
      model = id;
    }
  return model;
}

void name_models(Database& database, const std::vector<ModelTally>& tallies, TrendsResult& result) {
  ModelTally whole;
  for (const ModelTally& tally : tallies)
    for (const auto& [id, posts] : tally) whole[id] += posts;
  std::map<std::int64_t, std::string> names;
  for (const auto& [id, posts] : whole)
    names[id] = database.text("SELECT name FROM model WHERE id = ?", id).value_or("");
  for (std::size_t row = 0; row < tallies.size(); ++row)
    for (const auto& [id, posts] : tallies[row])
      if (posts > 0) result.rows[row].models.push_back({names[id], posts});
  if (!whole.empty()) result.model = names[main_model(whole)];
}

void add_packed_cells(Database& database, const TrendsQuery& query, const RowOfDay& row_of,
                      TrendsResult& result) {
  RowCounts counts{query.filter, result.rows.size()};
  std::vector<ModelTally> tallies(result.rows.size());
  for_each_packed(database, query.filter, [&](const Query& packed) {
    const std::size_t row = row_of(packed.integer(0));
    std::int64_t posts = 0;
    for_each_cell(packed.view(2), [&](std::int64_t sentiment, Findings findings, std::int64_t of_these) {
      if (query.filter.sentiment && sentiment != static_cast<std::int64_t>(*query.filter.sentiment)) return;
      counts.add(row, sentiment, findings, of_these);
      posts += of_these;
    });
    if (posts > 0) tallies[row][packed.integer(1)] += posts;
  });
  counts.write(result.rows);
  name_models(database, tallies, result);
}

void add_posts(Database& database, const MatchingPosts& posts, const TrendsQuery& query,
               const RowOfDay& row_of, const Repeats& repeats, TrendsResult& result) {
  RowCounts counts{query.filter, result.rows.size()};
  std::vector<ModelTally> tallies(result.rows.size());
  posts.for_each(kCellColumns, Where{}, [&](const Query& post) {
    if (!repeats.empty() && repeats.hold(post.integer(0))) return;
    const std::size_t row = row_of(post.integer(1));
    counts.add(row, post.is_null(3) ? -1 : post.integer(3), post.integer(4), 1);
    ++tallies[row][post.integer(2)];
  });
  counts.write(result.rows);
  name_models(database, tallies, result);
}

std::int64_t count_undated(Database& database, const Filter& filter) {
  Where where;
  where.also("created_at IS NULL");
  narrow_by_network_and_sentiment(where, filter);
  narrow_counted_posts_but_words(where, filter);
  if (filter.query && filter.query->has_words())
    where.also("place IN (SELECT rowid FROM post_search WHERE post_search MATCH ? AND rowid < ?)",
               {words_to_match(*filter.query), kPlaceOfFirstDated});
  return database.integer("SELECT count(*)" + from_posts(filter) + " WHERE " + where.sql, where.bound)
      .value_or(0);
}

bool counts_people(const TrendsQuery& query, const TrendsResult& result) {
  if (query.people == CountPeople::none) return false;
  std::int64_t selected = 0;
  for (const TrendRow& row : result.rows) selected += row.posts;
  return selected <= kMaxCountedSelection || query.count_authors;
}

void count_from_rollup(Database& database, const TrendsQuery& query, const RowOfDay& row_of,
                       TrendsResult& result) {
  add_packed_cells(database, query, row_of, result);
  if (!counts_people(query, result)) return;
  std::int64_t selected = 0;
  std::int64_t passed = 0;
  for (const TrendRow& row : result.rows) {
    selected += row.posts;
    passed += row.classified + row.unclassified;
  }
  const std::function<std::size_t(std::int64_t)> rows = row_of;
  PeopleAndCopies counted{database, rows, result.rows.size(), query.people};
  const Filter& filter = query.filter;
  const bool asks_other_tables = !filter.groups.empty() || !filter.sources.empty();
  // What was not asked for is not in `passed`, but is in the way.
  const bool much_is_in_the_way =
      !filter.networks.empty() || filter.sentiment || !filter.kinds.empty() || filter.language;
  if (!asks_other_tables && (much_is_in_the_way || selected * kPostsPassedInASearch < passed))
    counted.read_by_cells(filter);
  else
    counted.read(MatchingPosts{database, filter}, filter, Repeats{});
  counted.write(result.rows);
}

/// The times in each of which an author counts once, by a post's day.
std::function<std::size_t(std::int64_t)> times_of_once(const TrendsQuery& query, const RowOfDay& row_of) {
  if (query.once_in_all) return [](std::int64_t) { return std::size_t{0}; };
  return row_of;
}

/// The posts that are selected, as long as people are counted among so many.
class SelectedFew {
 public:
  explicit SelectedFew(const TrendsQuery& query)
      : wanted_(wanted_findings(query.filter)),
        keeps_(query.people != CountPeople::none),
        all_(query.count_authors) {}

  void note(const CountedOnce& post, int by) {
    if (!keeps_ || post.sentiment < 0 || (wanted_ && (post.findings & *wanted_) == 0)) return;
    if (by < 0)
      ids_.erase(post.id);
    else
      ids_.insert(post.id);
    // Some that are kept may yet be given up for earlier ones.
    if (all_ || static_cast<std::int64_t>(ids_.size()) <= 2 * kMaxCountedSelection) return;
    ids_.clear();
    keeps_ = false;
  }

  /// Nothing when there were too many.
  const std::unordered_set<std::int64_t>* ids() const { return keeps_ ? &ids_ : nullptr; }

 private:
  std::optional<Findings> wanted_;
  bool keeps_;
  bool all_;
  std::unordered_set<std::int64_t> ids_;
};

void count_first_posts(Database& database, const TrendsQuery& query, const RowOfDay& row_of,
                       TrendsResult& result) {
  RowCounts counts{query.filter, result.rows.size()};
  std::vector<ModelTally> tallies(result.rows.size());
  SelectedFew selected{query};
  const auto times = times_of_once(query, row_of);
  for_each_first(database, query.filter, times, [&](const CountedOnce& post, int by) {
    const std::size_t row = row_of(post.day);
    counts.add(row, post.sentiment, post.findings, by);
    tallies[row][post.model_id] += by;
    selected.note(post, by);
  });
  counts.write(result.rows);
  name_models(database, tallies, result);
  if (!counts_people(query, result)) return;
  const std::function<std::size_t(std::int64_t)> rows = row_of;
  PeopleAndCopies people{database, rows, result.rows.size(), query.people};
  if (selected.ids() != nullptr)
    people.read(*selected.ids());
  else
    people.read(MatchingPosts{database, query.filter}, query.filter, Repeats{database, query.filter, times});
  people.write(result.rows);
}

void count_from_posts(Database& database, const TrendsQuery& query, const RowOfDay& row_of, CountFrom from,
                      TrendsResult& result) {
  const Filter& filter = query.filter;
  if (filter.once_per_author && walks_by_day(filter) && from == CountFrom::whichever_serves)
    return count_first_posts(database, query, row_of, result);
  const Repeats repeats =
      filter.once_per_author ? Repeats{database, filter, times_of_once(query, row_of)} : Repeats{};
  const MatchingPosts posts =
      from == CountFrom::sets_of_posts ? MatchingPosts{database, filter, 0} : MatchingPosts{database, filter};
  add_posts(database, posts, query, row_of, repeats, result);
  if (!counts_people(query, result)) return;
  const std::function<std::size_t(std::int64_t)> rows = row_of;
  PeopleAndCopies counted{database, rows, result.rows.size(), query.people};
  counted.read(posts, filter, repeats);
  counted.write(result.rows);
}

/// Today has not been collected whole before it is over, and says nothing until it was asked about.
void mark_collected(Database& database, const TimeZone& zone, const TrendsQuery& query,
                    TrendsResult& result) {
  if (result.rows.empty() || *query.filter.since >= *query.filter.until) return;
  const Collection collection =
      read_collection(database, zone, query.filter.sources, zone.start_of(*query.filter.since),
                      zone.start_of(*query.filter.until), query.by);
  for (TrendRow& row : result.rows) {
    const LocalDay from = std::max(row.period.from, *query.filter.since);
    const LocalDay to = std::min(row.period.to, *query.filter.until);
    const bool begins_today = from >= query.today;
    const LocalDay over =
        begins_today ? std::min(to, from + std::chrono::days{1}) : std::min(to, query.today);
    row.collected = collection.of(zone.start_of(from), zone.start_of(over));
    if (begins_today && row.collected == Collected::part) row.collected = Collected::whole;
    if (row.collected == Collected::none && row.classified + row.unclassified > 0)
      row.collected = Collected::part;
  }
}

}  // namespace

TrendsResult count_trends(Database& database, const TimeZone& zone, const TrendsQuery& query,
                          CountFrom from) {
  const Filter& filter = query.filter;
  if (!filter.since || !filter.until) throw std::invalid_argument("trends without since and until");
  TrendsResult result;
  result.timezone = zone.name();
  result.rows = empty_rows(query);
  const RowOfDay row_of(result.rows, *filter.since, *filter.until);

  if (from == CountFrom::whichever_serves && rollup_serves(filter) && has_packed_rollup(database))
    count_from_rollup(database, query, row_of, result);
  else
    count_from_posts(database, query, row_of, from, result);

  if (*filter.since < *filter.until)
    result.gaps =
        read_gaps(database, zone.start_of(*filter.since), zone.start_of(*filter.until), filter.sources);
  result.undated = count_undated(database, filter);
  mark_collected(database, zone, query, result);
  mark_without_texts(database, query, result);
  return result;
}

std::optional<LocalDay> first_day_of(Database& database, const Filter& filter) {
  Where where;
  narrow_by_network(where, filter);
  if (filter.tag)
    where.also(
        "withdrawn_at IS NULL AND id IN (SELECT post_id FROM post_tag WHERE tag_id IN (SELECT id FROM tag WHERE "
        "folded = ?))",
        {tag_key(*filter.tag)});
  // The rollup has no tags, and by its key begins with the first day.
  const std::string table = filter.tag ? "post" : "rollup";
  const auto first = database.integer("SELECT min(day) FROM " + table + " WHERE " + where.sql, where.bound);
  if (!first) return std::nullopt;
  return LocalDay{std::chrono::days{*first}};
}

}  // namespace nhs::store
