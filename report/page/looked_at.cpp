#include "report/page/looked_at.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "report/finding_name.h"
#include "report/page/wording.h"

namespace nhs::report::page {
namespace {

bool has_chart(const PeriodReport& report, Value value, std::optional<Direction> direction) {
  return std::any_of(report.usual.charts.begin(), report.usual.charts.end(), [&](const ControlChart& chart) {
    return chart.value == value && chart.direction == direction;
  });
}

struct LeftOutHidden {
  std::vector<std::string> values;
  std::size_t directions = 0;           ///< of values that were looked at
  std::size_t directions_left_out = 0;  ///< of these
};

LeftOutHidden left_out(const PeriodReport& report) {
  LeftOutHidden left;
  if (!report.for_public()) return left;
  for (const Value value : all_of<Value>()) {
    if (!is_looked_at(report, value)) {
      left.values.push_back(lower_first(std::string{plain_name_of(value)}));
      continue;
    }
    for (const Direction direction : all_of<Direction>()) {
      ++left.directions;
      if (!has_chart(report, value, direction)) ++left.directions_left_out;
    }
  }
  return left;
}

}  // namespace

bool is_looked_at(const PeriodReport& report, Value value) {
  return !report.for_public() || has_chart(report, value, std::nullopt);
}

std::string not_looked_at(const PeriodReport& report) {
  if (!why_no_limits(report).empty()) return {};
  const LeftOutHidden left = left_out(report);
  std::vector<std::string> told;
  if (left.values.size() == count_of<Value>)
    told.emplace_back("all six values");
  else if (!left.values.empty())
    told.push_back(listed(left.values));
  if (left.directions_left_out > 0)
    told.push_back(
        fmt::format("of the {}values, {} of {} directions (lived up to, fallen short of, only named)",
                    left.values.empty() ? "" : "other ", left.directions_left_out, left.directions));
  if (told.empty()) return {};
  return fmt::format("Not held against what is usual, for some of their numbers are hidden: {}.",
                     fmt::join(told, "; "));
}

std::string nothing_unusual(const PeriodReport& report, const char* when) {
  const bool all = not_looked_at(report).empty();
  return fmt::format("Nothing{}{} was more than the usual ups and downs.",
                     all ? "" : " that could be looked at", when);
}

}  // namespace nhs::report::page
