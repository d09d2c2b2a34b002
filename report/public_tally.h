#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/period.h"
#include "core/values.h"
#include "report/small_numbers.h"

namespace nhs::report {

/// What is counted of a time, one number a cell: everything that outputs for others may tell, each by one
/// property of a post (a value's direction belongs to the value). Sentiment of a value, or values on a
/// network, are two properties and are not here.
struct Cell {
  static constexpr std::size_t classified = 0;
  static constexpr std::size_t unclassified = 1;
  static std::size_t of(Sentiment sentiment) { return 2 + index_of(sentiment); }
  static std::size_t of(Value value) { return of(Sentiment{}) + count_of<Sentiment> + index_of(value); }
  static std::size_t of(Value value, Direction direction) {
    return of(Value{}) + count_of<Value> + index_of(value) * count_of<Direction> + index_of(direction);
  }
  static std::size_t of(Kind kind) {
    return of(Value{}, Direction{}) + count_of<Value> * count_of<Direction> + index_of(kind);
  }
  static std::size_t of(Group group) { return of(Kind{}) + count_of<Kind> + index_of(group); }
  /// place: among the networks, as they are counted.
  static std::size_t of_network(std::size_t place) { return of(Group{}) + count_of<Group> + place; }
};

/// By Cell.
using Tally = std::vector<std::int64_t>;
using PublicTally = std::vector<PublicCount>;

/// Posts by days, from which whatever others may see is worked out: what they see of a time must not depend
/// on how it was asked for.
struct DailyTallies {
  LocalDay first;           ///< of `days`, which follow on each other; outside them there is nothing
  std::vector<Tally> days;  ///< each with `networks` networks
  std::size_t networks = 0;
  LocalDay settled;  ///< periods that end after it are not told
  std::int64_t groups_shown_from = kShownFrom;
};

/// The numbers of each period, as others see them. All lengths that are offered, from the week on, and all
/// parts that a total has in any output, are considered together: a month is told so that no hidden week of
/// it can be worked out.
///
/// periods: of the length `by`; `days` hold them and a week before and after.
std::vector<PublicTally> public_tallies(const DailyTallies& posts, const std::vector<Period>& periods,
                                        Bucket by);

}  // namespace nhs::report
