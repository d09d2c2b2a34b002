#pragma once

#include <array>
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

/// The lengths of time that others are told, each made up of whole ones of the one before. Weeks are not
/// among them: they lie across the borders of months, and so would tell of a few days.
inline constexpr std::array<Bucket, 3> kToldToOthers = {Bucket::month, Bucket::quarter, Bucket::nhs_year};

/// Posts by days, from which whatever others may see is worked out: what they see of a time must not depend
/// on how it was asked for.
struct DailyTallies {
  LocalDay first;           ///< of `days`, which follow on each other; outside them there is nothing
  std::vector<Tally> days;  ///< each with `networks` networks
  std::size_t networks = 0;
  LocalDay settled;  ///< periods that end after it are not told
  std::int64_t groups_shown_from = kShownFrom;
};

/// The numbers of each period, as others see them: all of one period's, and those of any number of periods of
/// any told length, may be published together, in one document or in several, with whatever is worked out
/// from them alone (shares, differences, sums). Nothing else of the same posts may be: no exact number, no
/// two properties at once, no other span of time.
///
/// Every number is the nearest multiple of 5, or hidden. Besides those from 1 to 7 (of groups those below
/// `groups_shown_from`) a number is hidden where a reader of all that was told before, drawing on every sum,
/// could then no longer take each hidden one for anything from 1 to 7. What is told before what: shorter
/// periods before longer ones; in a period all posts, then values with their directions, sentiments, kinds,
/// networks, groups. Of the parts of a whole the smallest are hidden first. Of a hidden whole no part is
/// told, and nothing else of that period where it is that of all posts.
///
/// What is told of a period depends on the posts of its NHS year alone, and no more on those after its end.
///
/// periods: of the length `by`, one of kToldToOthers, and not after `settled`; `days` hold the NHS years that
/// they are in, as far as there are posts.
std::vector<PublicTally> public_tallies(const DailyTallies& posts, const std::vector<Period>& periods,
                                        Bucket by);

}  // namespace nhs::report
