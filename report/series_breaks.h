#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "store/trend.h"

namespace nhs::report {

/// A period in which numbers of several versions of the model meet: several judged its posts, or another one
/// than judged those of the last period that has any. What changes there may be the model's doing.
struct SeriesBreak {
  std::size_t row;                  ///< of TrendsResult::rows
  std::vector<std::string> models;  ///< that meet, in the order in which they were first met
};

std::vector<SeriesBreak> series_breaks(const store::TrendsResult& trends);

/// For each row, whether it is a break.
std::vector<bool> breaks_by_row(const store::TrendsResult& trends);

/// The periods as they stand before a row of figures: `2026-W47`, with `*` when it is partial, `~` when it is
/// a break and `!` when it was collected in part.
std::vector<std::string> period_labels(const store::TrendsResult& trends);

/// Labels of periods in a row of words: "2026-W45, 2026-W46"; of more than three "2026-W45, ... 2026-W49".
std::string labels_in_words(const std::vector<std::string>& labels);

/// The warning that explains the `~`, with the posts that each version judged; empty without a break.
std::string break_caution(const store::TrendsResult& trends);

}  // namespace nhs::report
