#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"

namespace nhs {

/// The lengths of time that trends are counted by. Ids as in `--by`.
enum class Bucket : std::uint8_t { day, week, month, quarter, nhs_year };

/// `day`, `week`, `month`, `quarter`, `nhs-year`.
std::string_view id_of_bucket(Bucket bucket);
std::optional<Bucket> bucket_from_id(std::string_view id);

/// A span of local days [from, to) with the name people give it.
struct Period {
  std::string label;  ///< `2026-11-23`, `2026-W46`, `2026-11`, `2026-Q3`, `2026/27`
  LocalDay from;
  LocalDay to;
};

/// The period of this length that holds the day. Weeks are ISO 8601 (Monday first), quarters are calendar
/// quarters, NHS years run from April to March.
Period period_holding(LocalDay day, Bucket bucket);

/// All periods that touch [from, to), oldest first, each in its full length.
std::vector<Period> periods_between(LocalDay from, LocalDay to, Bucket bucket);

/// A day or a whole period, as people write it after --since, --until and --period: `7d` and `12w` (days and
/// weeks before today), `today`, `yesterday`, `this-week`, `this-month`, `last-week`, `last-month`,
/// `2026-11-01`, `2026-11`, `2026-W46`, `2026-Q3`, `2026/27`, `2026/27-Q3`. Its label is the text, or the
/// period's own name. A moment in RFC 3339 is taken as its day in UTC. Fails with usage (64); `FY2026` with
/// the hint to write 2026/27, and `2025-W53` with how many weeks 2025 has.
Result<Period> parse_period(std::string_view text, LocalDay today);

}  // namespace nhs
