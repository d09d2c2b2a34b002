#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "core/time.h"
#include "core/values.h"

namespace nhs {
namespace intake {

/// How a file writes its dates. A day in ISO order (`2026-12-31`) and RFC 3339 are read in every style: they
/// mean the same everywhere.
enum class DateStyle : std::uint8_t {
  rfc3339,      ///< nothing else
  utc,          ///< also `2026-12-31 14:05:00` or `2:05 PM`, in UTC or with an offset, and Unix time
  day_first,    ///< also `31/12/2026 14:05`, in UTC, and what `utc` reads
  month_first,  ///< also `12/31/2026 14:05`, in UTC, and what `utc` reads
};

/// A moment, or a day alone, which stands for its noon in UTC: the same day in Britain all year. Never a
/// guess which number is the day, nor what a zone's name means. Of two digits of a year, 00 to 49 are of this
/// century (RFC 2822, 4.3). Else what is wrong, in words: the style has no such date, or no post can be of
/// then (collector/sources/plausible_date.h; a day alone may have begun somewhere).
tl::expected<UtcTime, std::string> parse_import_time(std::string_view text, DateStyle style, UtcTime now);

/// The way on for a date as a sheet has it that this style does not read: `; add --date-format day-first`, or
/// both where only its owner knows which; empty where no style reads it.
std::string date_format_for(std::string_view cell, DateStyle style);

}  // namespace intake

template <>
struct Vocabulary<intake::DateStyle> {
  static constexpr std::string_view noun = "date format";
  static constexpr std::array<std::string_view, 4> ids = {"rfc3339", "utc", "day-first", "month-first"};
};

}  // namespace nhs
