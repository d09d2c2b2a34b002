#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "store/filter.h"
#include "store/findings.h"
#include "store/trend.h"

namespace nhs::store {

/// Counts posts into the rows of trends: of every post no more is added up than its sentiment and the bits of
/// its findings, for there may be millions of additions; what a row says follows from these.
class RowCounts {
 public:
  RowCounts(const Filter& filter, std::size_t rows);

  /// Adds posts that match the filter but for values and direction. sentiment: -1 for unclassified ones.
  void add(std::size_t row, std::int64_t sentiment, Findings findings, std::int64_t posts) {
    Row& counts = rows_[row];
    if (sentiment < 0) {
      counts.unclassified += posts;
      return;
    }
    OfSentiment& of = counts.classified.at(static_cast<std::size_t>(sentiment));
    of.classified += posts;
    if (!wanted_ || (findings & *wanted_) != 0) of.selected += posts;
    for (auto left = static_cast<std::uint64_t>(findings & counted_); left != 0; left &= left - 1)
      of.findings[static_cast<std::size_t>(std::countr_zero(left))] += posts;
  }

  /// Fills in posts, classified, unclassified, sentiment and values.
  void write(std::vector<TrendRow>& rows) const;

 private:
  static constexpr std::size_t kFindings = count_of<Value> * count_of<Direction>;

  struct OfSentiment {
    std::int64_t classified = 0;
    std::int64_t selected = 0;
    std::array<std::int64_t, kFindings> findings{};  ///< by bit
  };
  struct Row {
    std::int64_t unclassified = 0;
    std::array<OfSentiment, count_of<Sentiment>> classified;
  };

  std::optional<Findings> wanted_;  ///< any of them makes a post one of `posts`
  Findings counted_;                ///< of values
  std::vector<Row> rows_;
};

}  // namespace nhs::store
