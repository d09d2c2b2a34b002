#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/campaign.h"
#include "report/percent.h"
#include "report/terminal.h"
#include "store/trend.h"

namespace nhs::report {

/// What was asked, as far as it shows in the answer.
struct TrendsAsked {
  LocalDay since;
  LocalDay until;
  Bucket by = Bucket::week;
  /// Values the question was narrowed to; empty for all six.
  std::vector<Value> values;
  /// The direction it was narrowed to: values then hold no other.
  std::optional<Direction> direction = {};
  /// All filters but the times, in words: "compassion, breached, on mastodon"; empty for none.
  std::string filters;
  /// Those that ran in this time.
  std::vector<Campaign> campaigns = {};
  /// The filters but times, values and direction, in words: they choose the posts that shares are of. Empty
  /// for none: then shares are of all posts.
  std::string base = {};
};

/// The shape `nhsvalues.trends/1` (docs/json.md).
std::string trends_json(const store::TrendsResult& trends, const TrendsAsked& asked);

/// A JSON object a period, one a line.
std::string trends_ndjson(const store::TrendsResult& trends);

/// RFC 4180 with a header, a row a period and value, so that a spreadsheet can pivot it. The names of the
/// campaigns that have a day in a period stand in one cell, as "launch; stall".
std::string trends_csv(const store::TrendsResult& trends, const std::vector<Campaign>& campaigns = {});

/// A reading in a sentence or two, then a table.
std::string trends_table(const store::TrendsResult& trends, const TrendsAsked& asked,
                         const Terminal& terminal);

/// The reading, then the numbers, then drawings: bars of posts a period, a line for each value with its
/// interval, a small drawing a value with that of each period, and bars of directions. In this order whoever
/// has it read aloud knows all before the drawings begin, and whoever looks has them above the prompt. It
/// fits the terminal's columns (60 or more), also where it goes to a file: a drawing that wraps is none.
std::string trends_chart(const store::TrendsResult& trends, const TrendsAsked& asked,
                         const Terminal& terminal);

/// Sums over all periods, with the same meanings; its period runs from the first to the last.
store::TrendRow total_of(const std::vector<store::TrendRow>& rows);

/// The reading alone: how many posts, which value most, how they feel, and what makes the numbers unsure.
std::string trends_sentence(const store::TrendsResult& trends, const TrendsAsked& asked);

/// Warnings that belong under any picture of these numbers, a line each: periods still running, breaks in the
/// series, one voice, gaps, undated posts.
std::vector<std::string> trends_cautions(const store::TrendsResult& trends);

/// That one author gave more than a fifth of a period's posts; empty when none did, or nobody counted.
std::string one_voice_caution(const store::TrendRow& row);

}  // namespace nhs::report
