#include "report/page/dates.h"

#include <date/date.h>
#include <fmt/format.h>

#include <array>

namespace nhs::report::page {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};

struct Day {
  int year;
  unsigned month;
  unsigned day;
};

Day parts_of(LocalDay day) {
  const date::year_month_day ymd{date::local_days{day.time_since_epoch()}};
  return {static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day())};
}

std::string_view month_of(const Day& day) { return kMonths[day.month - 1]; }

bool is_whole(const Period& period, Bucket by) {
  const Period whole = period_holding(period.from, by);
  return whole.from == period.from && whole.to == period.to;
}

}  // namespace

std::string dates_in_words(const Period& period) {
  const Day from = parts_of(period.from);
  const Day to = parts_of(period.to - std::chrono::days{1});
  const std::string end = fmt::format("{} {} {}", to.day, month_of(to), to.year);
  if (period.to - period.from <= std::chrono::days{1}) return end;
  if (from.year != to.year) return fmt::format("{} {} {} to {}", from.day, month_of(from), from.year, end);
  if (from.month != to.month) return fmt::format("{} {} to {}", from.day, month_of(from), end);
  return fmt::format("{} to {}", from.day, end);
}

std::string name_in_words(const Period& period) {
  const Day from = parts_of(period.from);
  if (is_whole(period, Bucket::week)) {
    const std::string label = period_holding(period.from, Bucket::week).label;
    return fmt::format("week {} of {}", std::stoi(label.substr(6)), label.substr(0, 4));
  }
  if (is_whole(period, Bucket::month)) return fmt::format("{} {}", month_of(from), from.year);
  if (is_whole(period, Bucket::quarter))
    return fmt::format("{} to {} {}", month_of(from), kMonths[from.month + 1], from.year);
  if (is_whole(period, Bucket::nhs_year))
    return "the NHS year " + period_holding(period.from, Bucket::nhs_year).label;
  return dates_in_words(period);
}

std::string short_name(const Period& period, Bucket by) {
  const Day from = parts_of(period.from);
  switch (by) {
    case Bucket::day:
      return fmt::format("{} {}", from.day, month_of(from).substr(0, 3));
    case Bucket::week:
      return period.label.substr(5);
    case Bucket::month:
      return fmt::format("{} {:02}", month_of(from).substr(0, 3), from.year % 100);
    case Bucket::quarter:
      return fmt::format("{} {:02}", period.label.substr(5), from.year % 100);
    case Bucket::nhs_year:
      break;
  }
  return period.label;
}

}  // namespace nhs::report::page
