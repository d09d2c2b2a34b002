#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/source_state.h"
#include "store/database.h"
#include "store/trend.h"

namespace nhs::store {

/// Of which time posts were collected: what keeps silence apart from our own absence.
///
/// A source that is watched has collected from its first question, or the oldest post that it showed, until
/// it last had nothing left to ask, whenever in that time it was asked: what was posted meanwhile is read
/// later. What an unfinished walk has yet to read, and the source's gaps, are left out. An import vouches for
/// the periods in which it brought posts, of quarters and years for the months, and for no other: that a file
/// holds no post of a week may be the week's doing or the file's.
class Collection {
 public:
  /// collected: in which at least one source collected.  lacking: in which one did not that should have.
  Collection(std::vector<TimeSpan> collected, std::vector<TimeSpan> lacking);

  /// Of [from, to), which is not empty. What lacks an hour or less, as between two questions, lacks nothing.
  Collected of(UtcTime from, UtcTime to) const;

 private:
  std::vector<TimeSpan> collected_;
  std::vector<TimeSpan> lacking_;
};

/// What was collected of [from, to), which is not empty; at least there it is true.
///
/// sources: by these alone; empty for all.  imports: the length of the periods that they vouch for, a month
/// at the most; nothing where only sources that are watched count, as they must where an empty day is called
/// silent. Reads within the caller's transaction. Throws SQLite::Exception.
Collection read_collection(Database& database, const TimeZone& zone, const std::vector<std::string>& sources,
                           UtcTime from, UtcTime to, std::optional<Bucket> imports);

/// The spans put together where they overlap or touch, in order, empty ones left out.
std::vector<TimeSpan> merged(std::vector<TimeSpan> spans);

/// What is in these but not in the others; the result is merged.
std::vector<TimeSpan> without(const std::vector<TimeSpan>& spans, const std::vector<TimeSpan>& others);

}  // namespace nhs::store
