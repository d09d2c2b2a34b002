#include "cli/report_period.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/periods_asked.h"

namespace nhs::cli {
namespace {

constexpr std::chrono::days kDrawnByDay{45};
constexpr std::chrono::days kDrawnByWeek{400};

Period named(LocalDay from, LocalDay to) {
  const Period bare{"", from, to};
  if (to - from == std::chrono::days{1}) return {format_day(from), from, to};
  if (const Bucket by = length_of(bare); by != Bucket::day) return period_holding(from, by);
  return {fmt::format("{} to {}", format_day(from), format_day(to - std::chrono::days{1})), from, to};
}

Result<Period> parse_span(const std::string& text, LocalDay today) {
  const std::size_t dots = text.find("..");
  if (dots == std::string::npos) {
    const auto period = parse_period(text, today);
    if (!period) return period;
    return named(period->from, is_length(text) ? std::max(today, period->to) : period->to);
  }
  const auto first = parse_period(text.substr(0, dots), today);
  if (!first) return first;
  const auto last = parse_period(text.substr(dots + 2), today);
  if (!last) return last;
  if (last->to <= first->from)
    return fail(ExitStatus::usage, fmt::format("{}: it ends before it begins", text));
  return named(first->from, last->to);
}

}  // namespace

bool is_length(const std::string& text) {
  return text.size() > 1 && (text.back() == 'd' || text.back() == 'w') &&
         text.find_first_not_of("0123456789") == text.size() - 1;
}

Result<Period> parse_report_period(const std::string& text, LocalDay today) {
  if (text.empty())
    return period_holding(period_holding(today, Bucket::week).from - std::chrono::days{1}, Bucket::week);
  auto period = parse_span(text, today);
  if (period && period->from > today)
    return fail(ExitStatus::usage,
                fmt::format("{} lies in the future: nothing can have been said yet", text));
  return period;
}

Option add_period_option(Command command, std::string& period) {
  return command
      .add_option("--period", period,
                  "In place of both: last-week, last-month, 2026-W46, 2026-11, 2026-Q3, 2026/27, 7d, "
                  "2026-11-01..2026-11-15")
      .type_name("PERIOD");
}

Period days_so_far(Period period, LocalDay today) {
  period.to = std::min(period.to, today + std::chrono::days{1});
  return period;
}

Bucket drawn_by(const Period& period) {
  if (const Bucket by = length_of(period); by != Bucket::day) return by;
  const std::chrono::days length = period.to - period.from;
  return length <= kDrawnByDay ? Bucket::day : length <= kDrawnByWeek ? Bucket::week : Bucket::month;
}

Period time_before(const Period& period) {
  if (const Bucket by = length_of(period); by != Bucket::day)
    return period_holding(period.from - std::chrono::days{1}, by);
  return named(period.from - (period.to - period.from), period.from);
}

}  // namespace nhs::cli
