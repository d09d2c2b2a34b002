#include "store/row_counts.h"

#include "store/filter_sql.h"

namespace nhs::store {
namespace {

/// All findings, or those in a direction.
Findings findings_in(std::optional<Direction> direction) {
  Findings bits = 0;
  for (const Value value : all_of<Value>())
    bits |= direction ? finding_bit(value, *direction) : finding_bits(value);
  return bits;
}

}  // namespace

RowCounts::RowCounts(const Filter& filter, std::size_t rows)
    : wanted_(wanted_findings(filter)), counted_(findings_in(filter.direction)), rows_(rows) {}

void RowCounts::write(std::vector<TrendRow>& rows) const {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    TrendRow& row = rows[i];
    row.unclassified += rows_[i].unclassified;
    for (const Sentiment sentiment : all_of<Sentiment>()) {
      const OfSentiment& counts = rows_[i].classified[index_of(sentiment)];
      row.classified += counts.classified;
      row.posts += counts.selected;
      row.sentiment.posts[index_of(sentiment)] += counts.selected;
      for (std::size_t bit = 0; bit < kFindings; ++bit) {
        // A post bears on each value in one direction at most.
        ValueCounts& value = row.values[bit / count_of<Direction>];
        value.posts += counts.findings[bit];
        value.sentiment.posts[index_of(sentiment)] += counts.findings[bit];
        value.directions[bit % count_of<Direction>] += counts.findings[bit];
      }
    }
  }
}

}  // namespace nhs::store
