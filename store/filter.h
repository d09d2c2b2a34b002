#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "core/values.h"
#include "store/search_query.h"

namespace nhs::store {

/// Which posts a question is about. Empty lists and absent members do not narrow. Members of a list are
/// alternatives; different members all have to hold. Posts without a date never match since/until.
struct Filter {
  std::optional<LocalDay> since = {};  ///< inclusive
  std::optional<LocalDay> until = {};  ///< exclusive
  std::vector<Value> values = {};
  /// With `values`: of one of those; without: of any value.
  std::optional<Direction> direction = {};
  std::optional<Sentiment> sentiment = {};
  std::vector<std::string> networks = {};
  std::vector<std::string> sources = {};
  std::vector<Kind> kinds = {};
  std::vector<Group> groups = {};
  std::optional<std::string> tag = {};       ///< compared folded, without `#`
  std::optional<std::string> language = {};  ///< as the text was read, ISO 639-1
  std::optional<SearchQuery> query = {};
  /// Of each author only the first post by time counts, undated ones before all others: in each period of
  /// trends (but see TrendsQuery::once_in_all), in the whole of a list. First among those that match
  /// everything but values and direction, so that a share is one of people. Posts of unknown authors count
  /// each.
  bool once_per_author = false;
  /// Only posts that were classified: those that shares are of.
  bool classified_only = false;
  /// Only posts that raised no concern (concern.h), read or not: what lists posts for others sets this.
  bool without_concerns = false;
  /// Only posts that a public output may print word for word (consent.h). Sets `without_concerns`, in effect.
  bool consented_only = false;
};

}  // namespace nhs::store
