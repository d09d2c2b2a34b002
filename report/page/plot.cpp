#include "report/page/plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/text.h"
#include "report/percent.h"
#include "report/terminal.h"

namespace nhs::report::page {

double round_step(double highest) {
  if (!(highest > 0)) return 1;
  const double rough = highest / 4;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  for (const double each : {1.0, 2.0, 5.0})
    if (each * power >= rough * (1 - 1e-9)) return each * power;
  return 10 * power;
}

Plot::Plot(std::size_t periods, double highest, bool percent, const std::vector<CampaignSpan>& campaigns,
           double right)
    : periods_(std::max<std::size_t>(periods, 1)),
      percent_(percent),
      right_(right),
      tick_(round_step(highest)) {
  // Half a post is none.
  if (!percent) tick_ = std::max(1.0, tick_);
  top_ = std::max(1.0, std::ceil(highest / tick_ - 1e-9)) * tick_;
  place_campaigns(campaigns);
}

/// Each in the first lane where it and its name have room; what finds none is told beside the drawing alone.
void Plot::place_campaigns(const std::vector<CampaignSpan>& campaigns) {
  constexpr std::size_t most_lanes = 3;
  constexpr double gap = 10;
  std::vector<double> taken_to;
  for (const CampaignSpan& span : campaigns) {
    PlacedCampaign placed{x(span.first) - step() / 2, x(span.last) + step() / 2, {}, 0, false, 0};
    placed.name = cut_to(span.title, static_cast<std::size_t>((right() - kLeft) / kLetter), true);
    const double width = static_cast<double>(display_width(placed.name)) * kLetter;
    // A name that has no room to the right of where its campaign begins ends where that ends, or the drawing.
    placed.ends_at_right = placed.from + width > right();
    const double end = placed.to - width >= kLeft ? placed.to : right();
    placed.name_at = placed.ends_at_right ? end : placed.from;
    const double begins = placed.ends_at_right ? std::min(placed.from, end - width) : placed.from;
    while (placed.lane < taken_to.size() && taken_to[placed.lane] + gap > begins) ++placed.lane;
    if (placed.lane == most_lanes) continue;
    if (placed.lane == taken_to.size()) taken_to.push_back(0);
    taken_to[placed.lane] = std::max(placed.to, placed.ends_at_right ? end : placed.from + width);
    campaigns_.push_back(std::move(placed));
  }
  lanes_ = taken_to.size();
}

void Plot::draw_campaigns(Svg& svg) const {
  for (const PlacedCampaign& each : campaigns_) {
    const double line = kLane * static_cast<double>(each.lane) + 26;
    svg.rect(each.from, line, each.to - each.from, bottom() - line, "rail");
  }
  for (const PlacedCampaign& each : campaigns_) {
    const double line = kLane * static_cast<double>(each.lane) + 26;
    svg.line(each.from, line, each.to, line, "whisker");
    for (const double end : {each.from, each.to}) svg.line(end, line, end, line + 8, "whisker");
    svg.text(each.name_at, line - 6, each.name, "label",
             each.ends_at_right ? Svg::Anchor::end : Svg::Anchor::start);
  }
}

double Plot::step() const { return (right() - kLeft) / static_cast<double>(periods_); }

double Plot::x(std::size_t period) const { return kLeft + step() * (static_cast<double>(period) + 0.5); }

double Plot::y(double height) const {
  return bottom() - (bottom() - top()) * std::clamp(height / top_, 0.0, 1.0);
}

std::string Plot::scale_label(double height) const {
  return percent_ ? fmt::format("{:g}%", hundredths(height, 1)) : fmt::format("{:g}", height);
}

void Plot::draw_axes(Svg& svg, const std::vector<std::string>& names, const std::vector<bool>& breaks) const {
  for (double height = tick_; height < top_ + tick_ / 2; height += tick_) {
    svg.line(kLeft, y(height), right(), y(height), "grid");
    svg.text(kLeft - 8, y(height) + 5, scale_label(height), "label", Svg::Anchor::end);
  }
  svg.text(kLeft - 8, bottom() + 5, scale_label(0), "label", Svg::Anchor::end);
  svg.line(kLeft, bottom(), right(), bottom(), "axis");
  for (std::size_t period = 0; period < breaks.size(); ++period)
    if (breaks[period]) {
      const double at = x(period) - step() / 2;
      svg.line(at, top() - 12, at, bottom(), "break");
      svg.text(at + 5, top() - 2, "new model", "note");
    }
  std::size_t longest = 1;
  for (const std::string& name : names) longest = std::max(longest, name.size());
  const double wanted = static_cast<double>(longest) * kLetter + 14;
  const auto every = static_cast<std::size_t>(std::max(1.0, std::ceil(wanted / step())));
  // Counted from the last, for that is the one people look for. One that would begin left of the page is left
  // out.
  for (std::size_t back = 0; back < names.size(); back += every) {
    const std::size_t period = names.size() - 1 - back;
    const double half = static_cast<double>(names[period].size()) * kLetter / 2;
    if (x(period) + half > kWidth)
      svg.text(kWidth, bottom() + 24, names[period], "label", Svg::Anchor::end);
    else if (x(period) - half >= 0)
      svg.text(x(period), bottom() + 24, names[period], "label", Svg::Anchor::middle);
  }
}

}  // namespace nhs::report::page
