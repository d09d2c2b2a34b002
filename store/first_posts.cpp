#include "store/first_posts.h"

#include <tuple>
#include <utility>

#include "store/filter_sql.h"

namespace nhs::store {
namespace {

/// An author's first post in the period that was met last; periods are met one after the other.
struct First {
  std::int64_t period = -1;
  std::int64_t created_at = 0;
  CountedOnce post;

  bool operator<(const First& other) const {
    return std::tie(created_at, post.id) < std::tie(other.created_at, other.post.id);
  }
};

Where in_order_of_days(const Filter& filter) {
  Where where;
  where.also("day IS NOT NULL");
  narrow_days(where, filter);
  narrow_by_network_and_sentiment(where, filter);
  narrow_counted_posts(where, filter);
  where.sql =
      "SELECT id, day, model_id, coalesce(sentiment, -1), findings, author_id, created_at FROM post WHERE " +
      where.sql + " ORDER BY day";
  return where;
}

}  // namespace

bool walks_by_day(const Filter& filter) {
  return !filter.query && !filter.tag && filter.sources.empty() && filter.groups.empty() &&
         !filter.classified_only && !filter.without_concerns && !filter.consented_only;
}

void for_each_first(Database& database, const Filter& filter,
                    const std::function<std::size_t(std::int64_t day)>& period_of,
                    const std::function<void(const CountedOnce& post, int by)>& count) {
  std::vector<First> firsts(
      static_cast<std::size_t>(database.integer("SELECT max(id) FROM author").value_or(0)) + 1);
  const Where select = in_order_of_days(filter);
  Query posts = database.query(select.sql);
  posts.bind(select.bound);
  while (posts.next()) {
    const CountedOnce post{posts.integer(0), posts.integer(1), posts.integer(2), posts.integer(3),
                           posts.integer(4)};
    const auto author = posts.maybe_integer(5);
    if (!author) {
      count(post, 1);
      continue;
    }
    const First next{static_cast<std::int64_t>(period_of(post.day)), posts.integer(6), post};
    First& known = firsts.at(static_cast<std::size_t>(*author));
    if (known.period == next.period) {
      if (!(next < known)) continue;
      count(known.post, -1);
    }
    known = next;
    count(post, 1);
  }
}

}  // namespace nhs::store
