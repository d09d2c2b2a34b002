#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "report/page/campaign_span.h"
#include "report/page/svg.h"

namespace nhs::report::page {

/// Where a drawing's points lie: a place for each period from left to right, heights from the bottom up, with
/// room for the scale at the left and the periods' names beneath. On a narrow page the style sheet makes
/// letters larger against the drawing, so that all room is measured for these.
class Plot {
 public:
  static constexpr double kRight = 14;

  /// highest: the top of the scale is a round number at or above it.  campaigns: get lanes of their own above
  /// the rest, at most three.  right: room beside the last period.
  Plot(std::size_t periods, double highest, bool percent, const std::vector<CampaignSpan>& campaigns = {},
       double right = kRight);

  static constexpr double kWidth = 640;
  static constexpr double kHeight = 240;
  /// Of a letter, on a narrow page.
  static constexpr double kLetter = 12;

  double x(std::size_t period) const;  ///< its middle
  double y(double height) const;
  double step() const;  ///< between two periods
  double left() const { return kLeft; }
  double right() const { return kWidth - right_; }
  double top() const { return kTop + kLane * static_cast<double>(lanes_); }
  double bottom() const { return height() - kBottom; }
  /// Of the whole drawing.
  double height() const { return kHeight + kLane * static_cast<double>(lanes_); }

  /// The campaigns: a line over their periods with the name above it, and their ground shaded. Comes first,
  /// for the rest lies on it.
  void draw_campaigns(Svg& svg) const;

  /// The scale with its lines, as many of the names as have room, and an upright line where a period begins
  /// that is a break in the series.
  void draw_axes(Svg& svg, const std::vector<std::string>& names, const std::vector<bool>& breaks) const;

 private:
  static constexpr double kLeft = 62, kTop = 16, kBottom = 36, kLane = 34;
  std::string scale_label(double height) const;
  void place_campaigns(const std::vector<CampaignSpan>& campaigns);

  /// Where a campaign and its name stand.
  struct PlacedCampaign {
    double from, to;
    std::string name;
    double name_at;
    bool ends_at_right;
    std::size_t lane;
  };
  std::vector<PlacedCampaign> campaigns_;
  std::size_t lanes_ = 0;

  std::size_t periods_;
  bool percent_;
  double right_;
  double tick_ = 1;
  double top_ = 1;
};

/// What stands beneath each period's place.
template <typename Period>
std::vector<std::string> names_of(const std::vector<Period>& periods) {
  std::vector<std::string> names;
  for (const Period& each : periods) names.push_back(each.period);
  return names;
}

/// Before which of them an upright line stands.
template <typename Period>
std::vector<bool> breaks_of(const std::vector<Period>& periods) {
  std::vector<bool> breaks;
  for (const Period& each : periods) breaks.push_back(each.is_break);
  return breaks;
}

/// The round step (1, 2 or 5 times a power of ten) that divides 0 to `highest` in four at most.
double round_step(double highest);

}  // namespace nhs::report::page
