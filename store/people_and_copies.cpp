#include "store/people_and_copies.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "store/filter_sql.h"
#include "store/packed_cells.h"
#include "store/packed_counts.h"

namespace nhs::store {
namespace {

/// Day, network, sentiment and findings: rows of several models and kinds may have the same.
using Cells = std::set<std::tuple<std::int64_t, std::int64_t, std::int64_t, Findings>>;

Cells selected_cells(Database& database, const Filter& filter) {
  const std::optional<Findings> wanted = wanted_findings(filter);
  Cells cells;
  for_each_packed(database, filter, [&](const Query& packed) {
    for_each_cell(packed.view(2), [&](std::int64_t sentiment, Findings findings, std::int64_t) {
      if (sentiment < 0 || (wanted && (findings & *wanted) == 0)) return;
      if (filter.sentiment && sentiment != static_cast<std::int64_t>(*filter.sentiment)) return;
      cells.emplace(packed.integer(0), packed.integer(3), sentiment, findings);
    });
  });
  return cells;
}

}  // namespace

Where selected_findings(const Filter& filter) {
  Where where;
  where.also("sentiment IS NOT NULL");
  narrow_findings(where, filter);
  return where;
}

void PeopleAndCopies::add(const Query& post, std::int64_t day, std::int64_t id, int author_column) {
  Row& row = rows_[row_of_(day)];
  if (const auto author = post.maybe_integer(author_column))
    ++row.posts_of_author[*author];
  else
    ++row.by_unknown;
  if (what_ != CountPeople::authors_and_copies) return;
  copy_.again().bind(post.integer(author_column + 1), id);
  row.copies += copy_.next() ? 1 : 0;
}

void PeopleAndCopies::read(const MatchingPosts& posts, const Filter& filter, const Repeats& repeats) {
  posts.for_each(kPeopleColumns, selected_findings(filter), [&](const Query& post) {
    const std::int64_t id = post.integer(0);
    if (repeats.empty() || !repeats.hold(id)) add(post, post.integer(1), id, 2);
  });
}

void PeopleAndCopies::read_by_cells(const Filter& filter) {
  Where narrowed{kPeopleOfCell, {}};
  narrow_counted_posts(narrowed, filter);
  Query posts = database_.query(narrowed.sql);
  for (const auto& [day, network_id, sentiment, findings] : selected_cells(database_, filter)) {
    posts.again().bind(day, network_id, sentiment, findings, narrowed.bound);
    while (posts.next()) add(posts, day, posts.integer(0), 1);
  }
}

void PeopleAndCopies::read(const std::unordered_set<std::int64_t>& ids) {
  Query post = database_.query(std::string{"SELECT "} + kPeopleColumns + " FROM post WHERE id = ?");
  for (const std::int64_t id : ids) {
    post.again().bind(id);
    if (post.next()) add(post, post.integer(0), id, 1);
  }
}

void PeopleAndCopies::write(std::vector<TrendRow>& rows) const {
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    const Row& counted = rows_[row];
    if (what_ == CountPeople::authors_and_copies) rows[row].copies = counted.copies;
    rows[row].posts_by_unknown = counted.by_unknown;
    // Posts by nobody known are not posts by nobody.
    if (counted.posts_of_author.empty() && counted.by_unknown > 0) continue;
    std::int64_t most = 0;
    for (const auto& [author, posts] : counted.posts_of_author) most = std::max(most, posts);
    rows[row].authors = static_cast<std::int64_t>(counted.posts_of_author.size());
    rows[row].most_by_one_author = most;
  }
}

}  // namespace nhs::store
