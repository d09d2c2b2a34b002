#include "report/week_dates.h"

#include <fmt/format.h>

#include "report/page/dates.h"

namespace nhs::report {
namespace {

bool is_week(const Period& period) { return period.label.find("-W") != std::string::npos; }

/// Of the calendar or of an NHS year.
bool is_quarter(const Period& period) { return period.label.find("-Q") != std::string::npos; }

/// `2026/27-Q2`.
std::string nhs_quarter(LocalDay first) {
  const Period year = period_holding(first, Bucket::nhs_year);
  // They begin 0, 91, 183 and 275 or 274 days after it.
  const auto days = (first - year.from).count();
  return fmt::format("{}-Q{}", year.label, (days + 45) / 91 + 1);
}

}  // namespace

std::string with_dates(const Period& period) {
  if (is_quarter(period)) return fmt::format("{} ({})", period.label, page::name_in_words(period));
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

std::string calendar_quarter(const Period& period) {
  if (!is_quarter(period) || period.label.find('/') != std::string::npos) return {};
  return fmt::format("Quarters are those of the calendar year: {} is {}, {} of the NHS year.", period.label,
                     page::name_in_words(period), nhs_quarter(period.from));
}

}  // namespace nhs::report
