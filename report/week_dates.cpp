#include "report/week_dates.h"

#include <fmt/format.h>

#include "report/page/dates.h"

namespace nhs::report {
namespace {

bool is_week(const Period& period) { return period.label.find("-W") != std::string::npos; }

}  // namespace

std::string with_dates(const Period& period) {
  if (!is_week(period)) return period.label;
  return fmt::format("{} ({})", period.label, page::dates_in_words(period));
}

std::string short_date(LocalDay day) {
  return page::short_name({"", day, day + std::chrono::days{1}}, Bucket::day);
}

std::string beginnings_of_weeks(const std::vector<store::TrendRow>& rows) {
  if (rows.empty() || !is_week(rows.front().period)) return {};
  const auto beginning = [](const Period& week) {
    return fmt::format("{} on {}", week.label,
                       page::dates_in_words({"", week.from, week.from + std::chrono::days{1}}));
  };
  const std::string first = beginning(rows.front().period);
  if (rows.size() == 1) return fmt::format("Weeks begin on Monday: {}.", first);
  return fmt::format("Weeks begin on Monday: {}, {}.", first, beginning(rows.back().period));
}

}  // namespace nhs::report
