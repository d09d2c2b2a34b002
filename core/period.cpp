#include "core/period.h"

#include <date/date.h>
#include <date/iso_week.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace nhs {
namespace {

constexpr std::array<std::string_view, 5> kBucketIds = {"day", "week", "month", "quarter", "nhs-year"};

LocalDay from_ymd(int year, unsigned month, unsigned day) {
  const date::local_days days{date::year{year} / date::month{month} / date::day{day}};
  return LocalDay{days.time_since_epoch()};
}

/// The first day of the month that lies `months` after the given one.
LocalDay month_start(int year, int month, int months_later) {
  const int index = year * 12 + (month - 1) + months_later;
  return from_ymd(index / 12, static_cast<unsigned>(index % 12) + 1, 1);
}

struct YearMonth {
  int year;
  int month;
};

YearMonth year_month_of(LocalDay day) {
  const date::year_month_day ymd{date::local_days{day.time_since_epoch()}};
  return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month()))};
}

LocalDay iso_week_start(int year, unsigned week) {
  const iso_week::local_days monday{iso_week::year{year} / iso_week::weeknum{week} / iso_week::mon};
  return LocalDay{monday.time_since_epoch()};
}

/// Reads the text against a pattern in which `0` stands for a digit; nothing when they differ.
std::optional<std::vector<int>> match(std::string_view text, std::string_view pattern) {
  if (text.size() != pattern.size()) return std::nullopt;
  std::vector<int> numbers;
  bool in_number = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (pattern[i] != '0') {
      if (text[i] != pattern[i]) return std::nullopt;
      in_number = false;
      continue;
    }
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    if (!in_number) numbers.push_back(0);
    numbers.back() = numbers.back() * 10 + (text[i] - '0');
    in_number = true;
  }
  return numbers;
}

/// `2026-w46` is the week that it looks like.
std::string in_capitals(std::string_view text) {
  std::string capital{text};
  std::replace(capital.begin(), capital.end(), 'w', 'W');
  std::replace(capital.begin(), capital.end(), 'q', 'Q');
  return capital;
}

/// The day that `1/11/2026` means, as a calendar on the wall here has it; nothing for another text.
std::optional<LocalDay> day_before_year(std::string_view text) {
  std::array<int, 3> numbers{};
  const char* const end = text.data() + text.size();
  const char* at = text.data();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0 && (at == end || std::string_view{"/.-"}.find(*at++) == std::string_view::npos))
      return std::nullopt;
    const auto [after, error] = std::from_chars(at, end, numbers[i]);
    if (error != std::errc{} || numbers[i] < 0) return std::nullopt;
    at = after;
  }
  if (at != end) return std::nullopt;
  auto [day, month, year] = numbers;
  if (month > 12) std::swap(day, month);
  return parse_day(fmt::format("{:04}-{:02}-{:02}", year, month, day));
}

std::optional<Period> absolute_period(std::string_view text) {
  const std::string label{text};
  if (const auto day = parse_day(text)) return Period{label, *day, *day + date::days{1}};
  if (const auto moment = parse_rfc3339(text)) {
    const LocalDay day{date::floor<date::days>(*moment).time_since_epoch()};
    return Period{label, day, day + date::days{1}};
  }
  if (const auto n = match(text, "0000-00"); n && (*n)[1] >= 1 && (*n)[1] <= 12)
    return Period{label, month_start((*n)[0], (*n)[1], 0), month_start((*n)[0], (*n)[1], 1)};
  const std::string capital = in_capitals(text);
  if (const auto n = match(capital, "0000-W00"); n && (*n)[1] >= 1 && (*n)[1] <= 53) {
    const LocalDay monday = iso_week_start((*n)[0], static_cast<unsigned>((*n)[1]));
    const Period week = period_holding(monday, Bucket::week);
    if (week.label == capital) return week;
  }
  if (const auto n = match(capital, "0000-Q0"); n && (*n)[1] >= 1 && (*n)[1] <= 4)
    return Period{capital, month_start((*n)[0], 1, 3 * ((*n)[1] - 1)), month_start((*n)[0], 1, 3 * (*n)[1])};
  const auto is_nhs_year = [](const std::vector<int>& n) { return n[1] == (n[0] + 1) % 100; };
  if (const auto n = match(text, "0000/00"); n && is_nhs_year(*n))
    return Period{label, from_ymd((*n)[0], 4, 1), from_ymd((*n)[0] + 1, 4, 1)};
  if (const auto n = match(capital, "0000/00-Q0"); n && is_nhs_year(*n) && (*n)[2] >= 1 && (*n)[2] <= 4)
    return Period{capital, month_start((*n)[0], 4, 3 * ((*n)[2] - 1)), month_start((*n)[0], 4, 3 * (*n)[2])};
  return std::nullopt;
}

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};

/// What is wrong with a month of a year, or with a day of it; nothing where there is such a month and day.
std::string wrong_with_month(int year, int month, std::optional<int> day) {
  if (month < 1 || month > 12) return fmt::format("there is no month {}; they are 01 to 12", month);
  const int days = static_cast<int>((month_start(year, month, 1) - month_start(year, month, 0)).count());
  if (!day || (*day >= 1 && *day <= days)) return {};
  return fmt::format("{} {} has {} days", kMonths[static_cast<std::size_t>(month) - 1], year, days);
}

/// Of what is written as a day, week, month, quarter or NHS year is and names none, why; nothing for another
/// text.
std::string why_none(std::string_view text) {
  if (const auto n = match(text, "0000-00-00")) return wrong_with_month((*n)[0], (*n)[1], (*n)[2]);
  if (const auto n = match(text, "0000-00")) return wrong_with_month((*n)[0], (*n)[1], std::nullopt);
  const std::string capital = in_capitals(text);
  if (const auto n = match(capital, "0000-W00")) {
    // The 28th of December always lies in a year's last week (ISO 8601).
    const std::string last = period_holding(from_ymd((*n)[0], 12, 28), Bucket::week).label.substr(6);
    return fmt::format("{} has {} weeks, W01 to W{}", (*n)[0], last, last);
  }
  if (match(capital, "0000-Q0")) return "a year has four quarters, Q1 to Q4";
  const auto nhs_year = match(capital.substr(0, 7), "0000/00");
  if (!nhs_year || (capital.size() > 7 && !match(capital, "0000/00-Q0"))) return {};
  const int first = (*nhs_year)[0];
  if ((*nhs_year)[1] == (first + 1) % 100) return "an NHS year has four quarters, Q1 to Q4";
  return fmt::format("an NHS year ends in the year after it began; write {:04}/{:02}", first,
                     (first + 1) % 100);
}

/// `this-week`, `last-week`, `last month`: that of today, or the whole one before it, by the name it has.
std::optional<Period> this_or_last(std::string_view text, LocalDay today) {
  std::string word{text};
  std::replace(word.begin(), word.end(), ' ', '-');
  const auto before = [&](Bucket bucket) {
    return period_holding(period_holding(today, bucket).from - date::days{1}, bucket);
  };
  if (word == "this-week") return period_holding(today, Bucket::week);
  if (word == "this-month") return period_holding(today, Bucket::month);
  if (word == "last-week") return before(Bucket::week);
  if (word == "last-month") return before(Bucket::month);
  return std::nullopt;
}

/// `7d`, `12w`: the day that many days or weeks before today, or nothing.
std::optional<LocalDay> days_back(std::string_view text, LocalDay today) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (error != std::errc{} || number < 0 || number > 100'000) return std::nullopt;
  if (unit == "d") return today - date::days{number};
  if (unit == "w") return today - date::days{7 * number};
  return std::nullopt;
}

}  // namespace

std::string_view id_of_bucket(Bucket bucket) { return kBucketIds[static_cast<std::size_t>(bucket)]; }

std::optional<Bucket> bucket_from_id(std::string_view id) {
  for (std::size_t i = 0; i < kBucketIds.size(); ++i)
    if (kBucketIds[i] == id) return static_cast<Bucket>(i);
  return std::nullopt;
}

Period period_holding(LocalDay day, Bucket bucket) {
  const auto [year, month] = year_month_of(day);
  switch (bucket) {
    case Bucket::day:
      return {format_day(day), day, day + date::days{1}};
    case Bucket::week: {
      const iso_week::year_weeknum_weekday iso{iso_week::local_days{day.time_since_epoch()}};
      const int iso_year = static_cast<int>(iso.year());
      const unsigned week = static_cast<unsigned>(iso.weeknum());
      const LocalDay monday = iso_week_start(iso_year, week);
      return {fmt::format("{:04}-W{:02}", iso_year, week), monday, monday + date::days{7}};
    }
    case Bucket::month:
      return {fmt::format("{:04}-{:02}", year, month), month_start(year, month, 0),
              month_start(year, month, 1)};
    case Bucket::quarter: {
      const int quarter = (month - 1) / 3;
      return {fmt::format("{:04}-Q{}", year, quarter + 1), month_start(year, 1, 3 * quarter),
              month_start(year, 1, 3 * quarter + 3)};
    }
    case Bucket::nhs_year:
      break;
  }
  const int first = month >= 4 ? year : year - 1;
  return {fmt::format("{:04}/{:02}", first, (first + 1) % 100), from_ymd(first, 4, 1),
          from_ymd(first + 1, 4, 1)};
}

std::vector<Period> periods_between(LocalDay from, LocalDay to, Bucket bucket) {
  std::vector<Period> periods;
  for (LocalDay day = from; day < to; day = periods.back().to) periods.push_back(period_holding(day, bucket));
  return periods;
}

Result<Period> parse_period(std::string_view text, LocalDay today) {
  const std::string label{text};
  if (text == "today") return Period{label, today, today + date::days{1}};
  if (text == "yesterday") return Period{label, today - date::days{1}, today};
  if (auto period = this_or_last(text, today)) return *std::move(period);
  if (const auto day = days_back(text, today)) return Period{label, *day, *day + date::days{1}};
  if (auto period = absolute_period(text)) return *std::move(period);
  if (const auto day = day_before_year(text))
    return fail(ExitStatus::usage,
                fmt::format("{}: days are named with the year first; write {}", text, format_day(*day)));
  if (const auto n = match(text, "FY0000"))
    return fail(
        ExitStatus::usage,
        fmt::format("{}: financial years are named in two ways; write the NHS year {:04}/{:02} (April {} to "
                    "March {}) or {:04}/{:02}",
                    text, (*n)[0], ((*n)[0] + 1) % 100, (*n)[0], (*n)[0] + 1, (*n)[0] - 1, (*n)[0] % 100));
  if (const std::string why = why_none(text); !why.empty())
    return fail(ExitStatus::usage, fmt::format("{}: {}", text, why));
  return fail(
      ExitStatus::usage,
      fmt::format(
          "{}: not a time; write 7d, 12w, yesterday, last-week, 2026-11-01, 2026-11, 2026-W46, 2026-Q3, "
          "2026/27 or 2026/27-Q3",
          text));
}

}  // namespace nhs
