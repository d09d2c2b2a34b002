#pragma once

#include <string>
#include <string_view>

#include "report/trends_view.h"

namespace nhs::report {

/// Of fewer posts a share tells next to nothing: their number stands.
inline constexpr std::int64_t kFewestForAShare = 10;

/// Names that fit over a column: "Compass."
std::string_view short_name_of(Value value);

/// Where there is little room: "Comp."
std::string_view shortest_name_of(Value value);

/// The numbers as a table, and the cautions that belong beneath.
///
/// total: total_of(trends.rows).  fit: what matters less makes room until the table fits the terminal's
/// columns.
std::string trends_numbers(const store::TrendsResult& trends, const TrendsAsked& asked,
                           const store::TrendRow& total, const Terminal& terminal, bool fit);

}  // namespace nhs::report
