#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/page/campaign_span.h"
#include "report/wilson.h"

namespace nhs::report::page {

/// Drawings for a page, each an <svg> element of the same width but for trend_line. Pure. What colour tells,
/// a shape, a place or words tell too. Those over time show campaigns above the rest.

/// What a screen reader says of a drawing.
struct Said {
  std::string title;
  std::string reading;
};

/// A period in a line of shares.
struct SharePoint {
  std::string period;  ///< as it stands beneath: "W46"
  std::optional<Share>
      share;               ///< nothing leaves a gap: not collected, hidden, or too few posts to take it of
  bool partial = false;    ///< a hollow point, and no line to it
  bool in_signal = false;  ///< a diamond
  bool is_break = false;   ///< an upright line before it
  bool in_part = false;    ///< collected in part: a hollow point, on the line all the same
};

/// Shares over time, from 0 to the highest bound, with the range of each as a band.
std::string share_line(const std::vector<SharePoint>& points, const Said& said,
                       const std::vector<CampaignSpan>& campaigns = {});

/// The same, small and without a scale or names.
std::string trend_line(const std::vector<SharePoint>& points, const Said& said);

struct ShareBar {
  std::string name;
  Share share;
  std::string said;  ///< at the right above it: "29%, 154 posts"
};

/// A bar each from 0 to its share, with the range (if it has any width) as a line through its end, its name
/// above it.
std::string share_bars(const std::vector<ShareBar>& bars, const Said& said);

/// A column of sentiments.
struct SentimentColumn {
  std::string period;
  double positive = 0;  ///< posts
  double neutral = 0;
  double negative = 0;
  bool known = true;  ///< else its place is empty
  bool is_break = false;
};

/// Columns of equal height cut in the proportions of the three sentiments, negative at the bottom, which are
/// named at the right.
std::string sentiment_columns(const std::vector<SentimentColumn>& columns, const Said& said,
                              const std::vector<CampaignSpan>& campaigns = {});

/// Counts as columns.
struct CountColumn {
  std::string period;
  std::optional<std::int64_t> posts;   ///< nothing: not collected, or hidden; a question mark
  std::optional<std::int64_t> people;  ///< a line across the column
  bool partial = false;                ///< a hollow column
  bool is_break = false;
};
std::string count_columns(const std::vector<CountColumn>& columns, const Said& said,
                          const std::vector<CampaignSpan>& campaigns = {});

/// A point of an XmR chart.
struct ControlMark {
  std::string period;
  std::optional<double> height;  ///< nothing: takes no part
  bool in_signal = false;
  bool is_break = false;
  std::optional<double> mean, lower, upper;  ///< that hold there
};

/// The points with their mean and limits. percent: heights are shares, and the scale says so.
std::string control_chart_drawing(const std::vector<ControlMark>& points, bool percent, const Said& said,
                                  const std::vector<CampaignSpan>& campaigns = {});

}  // namespace nhs::report::page
