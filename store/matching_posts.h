#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/filter.h"
#include "store/filter_sql.h"

namespace nhs::store {

/// A set of posts: a bit for each id there is.
class PostSet {
 public:
  /// Ids up to this, and none of them yet.
  explicit PostSet(std::int64_t highest) : bits_(static_cast<std::size_t>(highest) + 1) {}

  void add(std::int64_t id) {
    auto bit = bits_.at(static_cast<std::size_t>(id));
    size_ += bit ? 0 : 1;
    bit = true;
  }
  bool holds(std::int64_t id) const { return bits_.at(static_cast<std::size_t>(id)); }
  std::int64_t size() const { return size_; }
  std::int64_t highest() const { return static_cast<std::int64_t>(bits_.size()) - 1; }

  /// Leaves those that the other one holds too. highest() is the same.
  void keep_common(const PostSet& other);

 private:
  std::vector<bool> bits_;
  std::int64_t size_ = 0;
};

/// The dated posts that match a filter but for its values and direction, for counting all of them. Where many
/// posts lie in its time, a search in another table for each would take long: then tags, sources, groups and
/// words are looked up first, each in one walk along its own index. Within the caller's transaction. Throws
/// SQLite::Exception.
class MatchingPosts {
 public:
  /// many: in how many posts it pays.
  MatchingPosts(Database& database, const Filter& filter, std::int64_t many = 300'000);

  /// Calls visit(row) for each, in no order. Column 0 is the post's id, the others are these. also:
  /// conditions on `post` that narrow further.
  template <typename Visit>
  void for_each(const std::string& columns, const Where& also, const Visit& visit) const {
    const Where select = statement(columns, also);
    if (!is_few()) {
      Query rows = database_.query(select.sql);
      rows.bind(select.bound);
      while (rows.next())
        if (!chosen_ || chosen_->holds(rows.integer(0))) visit(rows);
      return;
    }
    Query row = database_.query(select.sql);
    for (std::int64_t id = 1; id <= chosen_->highest(); ++id) {
      if (!chosen_->holds(id)) continue;
      row.again().bind(select.bound, id);
      if (row.next()) visit(row);
    }
  }

  /// What for_each reads: all of them, or one, whose id is bound last.
  Where statement(const std::string& columns, const Where& also) const;

 private:
  void choose(const std::string& sql, const std::vector<Bound>& bound);
  /// So few were chosen that each is looked up.
  bool is_few() const;

  Database& database_;
  Filter left_;                    ///< what has to be asked of each post
  std::optional<PostSet> chosen_;  ///< nothing: all
};

}  // namespace nhs::store
