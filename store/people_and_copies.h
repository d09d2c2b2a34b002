#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "store/database.h"
#include "store/filter.h"
#include "store/matching_posts.h"
#include "store/repeats.h"
#include "store/trend.h"

namespace nhs::store {

/// Columns of `post`, after its id, that are read of each.
inline constexpr const char* kPeopleColumns = "day, author_id, text_key";

/// Finds another post that counts with a text_key, given that and the id of the first.
inline const std::string kOtherOfText =
    "SELECT 1 FROM post WHERE text_key = ? AND text_key <> 0 AND withdrawn_at IS NULL AND id <> ? LIMIT 1";

/// A SELECT of (id, author_id, text_key) of the posts of one cell of the rollup, of which day, network_id,
/// sentiment and findings are bound; of whatever model. Conditions may follow.
inline const std::string kPeopleOfCell =
    "SELECT id, author_id, text_key FROM post WHERE withdrawn_at IS NULL AND day = ? AND network_id = ? AND "
    "sentiment = ? AND findings = ?";

/// Conditions on `post`: is one of TrendRow::posts, as far as values and direction decide.
Where selected_findings(const Filter& filter);

/// People and copies among the posts that trends select.
class PeopleAndCopies {
 public:
  /// row_of: the row of a post's `day`. Both outlive this.
  PeopleAndCopies(Database& database, const std::function<std::size_t(std::int64_t day)>& row_of,
                  std::size_t rows, CountPeople what)
      : database_(database), row_of_(row_of), rows_(rows), what_(what), copy_(database.query(kOtherOfText)) {}

  /// Reads all posts that match.
  void read(const MatchingPosts& posts, const Filter& filter, const Repeats& repeats);

  /// The same for a filter that the rollups serve, without groups and sources: a search for each of the cells
  /// that are selected. For few posts of many.
  void read_by_cells(const Filter& filter);

  /// Reads these posts.
  void read(const std::unordered_set<std::int64_t>& ids);

  /// Fills in what was counted.
  void write(std::vector<TrendRow>& rows) const;

 private:
  struct Row {
    std::unordered_map<std::int64_t, std::int64_t> posts_of_author;
    std::int64_t by_unknown = 0;  ///< posts
    std::int64_t copies = 0;
  };
  /// author_column: of author_id, before text_key.
  void add(const Query& post, std::int64_t day, std::int64_t id, int author_column);

  Database& database_;
  const std::function<std::size_t(std::int64_t day)>& row_of_;
  std::vector<Row> rows_;
  CountPeople what_;
  Query copy_;
};

}  // namespace nhs::store
