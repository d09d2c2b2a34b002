#include "store/repeats.h"

#include <limits>
#include <tuple>
#include <utility>

#include "store/filter_sql.h"

namespace nhs::store {
namespace {

/// Stands for the time of undated posts, which come before all others.
constexpr std::int64_t kNoTime = std::numeric_limits<std::int64_t>::min();

}  // namespace

/// An author's first post in the period that was met last; periods are met one after the other.
struct Repeats::First {
  std::int64_t period = -1;
  std::int64_t created_at = 0;
  std::int64_t post_id = 0;

  bool operator<(const First& other) const {
    return std::tie(created_at, post_id) < std::tie(other.created_at, other.post_id);
  }
};

Repeats::Repeats(Database& database, const Filter& filter,
                 const std::function<std::size_t(std::int64_t day)>& period_of) {
  std::vector<First> firsts(
      static_cast<std::size_t>(database.integer("SELECT max(id) FROM author").value_or(0)) + 1);
  // Undated first, and apart: the index by day has the others alone.
  if (!filter.since && !filter.until) read(database, filter, false, period_of, firsts);
  read(database, filter, true, period_of, firsts);
}

void Repeats::read(Database& database, const Filter& filter, bool dated,
                   const std::function<std::size_t(std::int64_t day)>& period_of,
                   std::vector<First>& firsts) {
  Where where;
  where.also(dated ? "day IS NOT NULL" : "created_at IS NULL");
  narrow_days(where, filter);
  narrow_by_network_and_sentiment(where, filter);
  narrow_counted_posts(where, filter);
  where.also("author_id IS NOT NULL");
  const bool by_words = filter.query && filter.query->has_words();
  Query posts =
      database.query("SELECT id, day, author_id, created_at" + from_posts(filter) + " WHERE " + where.sql +
                     (by_words ? " ORDER BY place"
                      : dated  ? " ORDER BY day"
                               : ""));
  posts.bind(where.bound);
  while (posts.next()) {
    const First post{static_cast<std::int64_t>(period_of(dated ? posts.integer(1) : 0)),
                     dated ? posts.integer(3) : kNoTime, posts.integer(0)};
    First& known = firsts.at(static_cast<std::size_t>(posts.integer(2)));
    if (known.period != post.period)
      known = post;
    else if (post < known)
      note(std::exchange(known, post).post_id);
    else
      note(post.post_id);
  }
}

void Repeats::note(std::int64_t post_id) {
  const auto index = static_cast<std::size_t>(post_id);
  if (index >= is_repeat_.size()) is_repeat_.resize(index + 1 + index / 2);
  is_repeat_[index] = true;
}

}  // namespace nhs::store
