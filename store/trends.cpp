#include "store/trends.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <unordered_map>

#include "store/source_states.h"

namespace nhs::store {
namespace {

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

struct Cell {
  std::int64_t sentiment;
  Findings findings;
  std::int64_t posts;
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

void add_findings(TrendRow& row, const Cell& cell, std::size_t sentiment,
                  std::optional<Direction> wanted_direction) {
  for (const Value value : all_of<Value>()) {
    const Findings wanted = wanted_direction ? finding_bit(value, *wanted_direction) : finding_bits(value);
    if ((cell.findings & wanted) == 0) continue;
    ValueCounts& counts = row.values[index_of(value)];
    counts.posts += cell.posts;
    counts.sentiment.posts[sentiment] += cell.posts;
    for (const Direction direction : all_of<Direction>())
      if ((cell.findings & finding_bit(value, direction)) != 0)
        counts.directions[index_of(direction)] += cell.posts;
  }
}

/// wanted: wanted_findings(filter).
void add_cell(TrendRow& row, const Cell& cell, const Filter& filter, std::optional<Findings> wanted) {
  if (cell.sentiment < 0) {
    row.unclassified += cell.posts;
    return;
  }
  const auto sentiment = static_cast<std::size_t>(cell.sentiment);
  row.classified += cell.posts;
  if (!wanted || (cell.findings & *wanted) != 0) {
    row.posts += cell.posts;
    row.sentiment.posts.at(sentiment) += cell.posts;
  }
  add_findings(row, cell, sentiment, filter.direction);
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
    for (const auto& [id, posts] : tallies[row]) result.rows[row].models.push_back({names[id], posts});
  if (!whole.empty()) result.model = names[main_model(whole)];
}

void add_cells(Database& database, const Where& cells, const TrendsQuery& query, const RowOfDay& row_of,
               TrendsResult& result) {
  const std::optional<Findings> wanted = wanted_findings(query.filter);
  std::vector<ModelTally> tallies(result.rows.size());
  Query select = database.query(cells.sql);
  select.bind(cells.bound);
  while (select.next()) {
    const Cell cell{select.integer(2), select.integer(3), select.integer(4)};
    const std::size_t row = row_of(select.integer(0));
    add_cell(result.rows[row], cell, query.filter, wanted);
    tallies[row][select.integer(1)] += cell.posts;
  }
  name_models(database, tallies, result);
}

void count_people_and_copies(Database& database, const Filter& filter, const RowOfDay& row_of,
                             TrendsResult& result) {
  std::vector<std::unordered_map<std::int64_t, std::int64_t>> posts_of_author(result.rows.size());
  for (TrendRow& row : result.rows) row.copies = 0;
  const Where posts = people_and_copies(filter);
  Query select = database.query(posts.sql);
  select.bind(posts.bound);
  while (select.next()) {
    const std::size_t row = row_of(select.integer(0));
    if (const auto author = select.maybe_integer(1)) ++posts_of_author[row][*author];
    *result.rows[row].copies += select.integer(2);
  }
  for (std::size_t row = 0; row < result.rows.size(); ++row) {
    std::int64_t most = 0;
    for (const auto& [author, posts_by_author] : posts_of_author[row]) most = std::max(most, posts_by_author);
    result.rows[row].authors = static_cast<std::int64_t>(posts_of_author[row].size());
    result.rows[row].most_by_one_author = most;
  }
}

std::int64_t count_undated(Database& database, const Filter& filter) {
  Where where;
  where.also("created_at IS NULL");
  narrow_by_network_and_sentiment(where, filter);
  narrow_counted_posts(where, filter);
  return database.integer("SELECT count(*) FROM post WHERE " + where.sql, where.bound).value_or(0);
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

  const bool by_rollup = from == CountFrom::whichever_serves && rollup_serves(filter);
  add_cells(database, by_rollup ? cells_from_rollup(filter) : cells_from_posts(filter), query, row_of,
            result);

  std::int64_t selected = 0;
  for (const TrendRow& row : result.rows) selected += row.posts;
  if (selected <= kMaxCountedSelection || query.count_authors)
    count_people_and_copies(database, filter, row_of, result);

  if (*filter.since < *filter.until)
    result.gaps = read_gaps(database, zone.start_of(*filter.since), zone.start_of(*filter.until));
  result.undated = count_undated(database, filter);
  return result;
}

Where cells_from_rollup(const Filter& filter) {
  Where where;
  narrow_days(where, filter);
  narrow_by_network_and_sentiment(where, filter);
  where.sql = "SELECT day, model_id, sentiment, findings, posts FROM rollup WHERE " + where.sql;
  return where;
}

Where cells_from_posts(const Filter& filter) {
  Where where;
  narrow_days(where, filter);
  narrow_by_network_and_sentiment(where, filter);
  narrow_counted_posts(where, filter);
  where.sql = "SELECT day, model_id, coalesce(sentiment, -1), findings, 1 FROM post WHERE " + where.sql;
  return where;
}

Where people_and_copies(const Filter& filter) {
  Where where;
  where.also("sentiment IS NOT NULL");
  narrow_days(where, filter);
  narrow_by_network_and_sentiment(where, filter);
  narrow_counted_posts(where, filter);
  narrow_findings(where, filter);
  where.sql =
      "SELECT day, author_id, text_key <> 0 AND EXISTS (SELECT 1 FROM post AS other "
      "WHERE other.text_key = post.text_key AND other.text_key <> 0 AND other.withdrawn_at IS NULL "
      "AND other.id <> post.id) FROM post WHERE " +
      where.sql;
  return where;
}

}  // namespace nhs::store
