#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "store/database.h"
#include "store/filter.h"
#include "store/findings.h"

namespace nhs::store {

/// Conditions on a row of `post` or `rollup`, with the values to bind, in order. What a user typed is always
/// bound, never part of the SQL.
struct Where {
  std::string sql = "TRUE";
  std::vector<Bound> bound;

  void also(std::string_view condition, const std::vector<Bound>& values = {});
};

/// By local day; for the rollups, and for trends from `post`.
void narrow_days(Where& where, const Filter& filter);

/// The same by moments, which is the order in which posts are listed.
void narrow_moments(Where& where, const Filter& filter, const TimeZone& zone);

/// What both tables know: network and sentiment.
void narrow_by_network_and_sentiment(Where& where, const Filter& filter);
void narrow_by_network(Where& where, const Filter& filter);

/// What only `post` knows: that it counts, and sources, kinds, groups, tag, language, and what its text says.
void narrow_counted_posts(Where& where, const Filter& filter);

/// The same but for the words of Filter::query, for who walks the full-text index itself.
void narrow_counted_posts_but_words(Where& where, const Filter& filter);

/// `FROM post`, to be read by the places of matches where words are searched for, and by the ids of posts
/// with a consent where only these are wanted: SQLite cannot know how few these may be, and would read every
/// post of the days asked for.
std::string from_posts(const Filter& filter);

/// What the full-text index is to be asked for, with what must not stand in the text. query: has_words().
std::string words_to_match(const SearchQuery& query);

/// A condition on `post_search` that keeps it from being read far outside the days asked for: some matches of
/// the days around them stay. Needs the words' expression bound before.
void narrow_search_to_days(Where& where, const Filter& filter);

/// Values and direction.
void narrow_findings(Where& where, const Filter& filter);

/// Bits of which a post must have one, to have a wanted value in the wanted direction; nothing when neither
/// narrows.
std::optional<Findings> wanted_findings(const Filter& filter);

/// True when the rollups know everything that the filter asks about: of what `rollup_property` counts by, one
/// property at most.
bool rollup_serves(const Filter& filter);

}  // namespace nhs::store
