#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/campaign.h"
#include "report/public_tally.h"
#include "report/terminal.h"
#include "store/trend.h"

namespace nhs::report {

/// The days that late posts are waited for after a period's end, before others see it.
inline constexpr int kDaysToSettle = 2;

/// What was asked for others to see, as far as it shows in the answer.
struct PublicAsked {
  LocalDay since;
  LocalDay until;
  Bucket asked_by = Bucket::week;
  Bucket by = Bucket::week;  ///< longer, where too much would be hidden
  /// What `posts` are; Cell::classified without a filter.
  std::size_t cell = Cell::classified;
  std::optional<Value> value;  ///< asked for; its directions are told
  bool about_group = false;
  std::string filters;  ///< in words; empty for none
  std::int64_t groups_shown_from = kShownFrom;
  std::vector<Campaign> campaigns = {};  ///< that ran in this time and may be named
  bool reaches_beyond = false;           ///< the days asked for, as longer periods may

  /// Without a filter sentiments and values are told.
  bool asks_for_all() const { return cell == Cell::classified; }
};

/// Numbers over time that others may see.
struct PublicTrends {
  /// Periods, what was collected of them, models and gaps. Its counts are not for others.
  store::TrendsResult frame;
  std::vector<PublicTally> rows;  ///< one for each of its rows
};

/// Over half of what an answer would tell is hidden. Periods without collection take no part.
bool mostly_hidden(const PublicTrends& trends, const PublicAsked& asked);

/// Whether longer periods tell no less: at most as large a part of their numbers is hidden, and they hold at
/// least half of the time that is known by the shorter ones. As none is told before it has ended, they may
/// leave out the newest months, and with them all that there is.
bool longer_tells_no_less(const PublicTrends& longer, const PublicTrends& shorter, const PublicAsked& asked);

/// The shape `nhsvalues.trends/1` with `"audience": "public"`; what is hidden, and what others are not told
/// at all (as shares of fewer than kFewestForARoundedShare posts), is null.
std::string public_trends_json(const PublicTrends& trends, const PublicAsked& asked);
std::string public_trends_ndjson(const PublicTrends& trends, const PublicAsked& asked);
/// The columns of trends_csv up to `collected`, then `audience` and `note`.
std::string public_trends_csv(const PublicTrends& trends, const PublicAsked& asked);

std::string public_trends_table(const PublicTrends& trends, const PublicAsked& asked,
                                const Terminal& terminal);
std::string public_trends_chart(const PublicTrends& trends, const PublicAsked& asked,
                                const Terminal& terminal);

/// What it is, in a sentence or two.
std::string public_trends_sentence(const PublicTrends& trends, const PublicAsked& asked);

/// What belongs under any picture of such numbers, a line each: what the mark means, how they are rounded,
/// and what makes them unsure.
std::vector<std::string> public_notes(const PublicTrends& trends, const PublicAsked& asked);

}  // namespace nhs::report
