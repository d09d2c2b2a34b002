#include "report/page/plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace nhs::report::page {

double round_step(double highest) {
  if (!(highest > 0)) return 1;
  const double rough = highest / 4;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  for (const double each : {1.0, 2.0, 5.0})
    if (each * power >= rough * (1 - 1e-9)) return each * power;
  return 10 * power;
}

Plot::Plot(std::size_t periods, double highest, bool percent, double right)
    : periods_(std::max<std::size_t>(periods, 1)),
      percent_(percent),
      right_(right),
      tick_(round_step(highest)) {
  // Half a post is none.
  if (!percent) tick_ = std::max(1.0, tick_);
  top_ = std::max(1.0, std::ceil(highest / tick_ - 1e-9)) * tick_;
}

double Plot::step() const { return (right() - kLeft) / static_cast<double>(periods_); }

double Plot::x(std::size_t period) const { return kLeft + step() * (static_cast<double>(period) + 0.5); }

double Plot::y(double height) const {
  return bottom() - (bottom() - kTop) * std::clamp(height / top_, 0.0, 1.0);
}

std::string Plot::scale_label(double height) const {
  return percent_ ? fmt::format("{:g}%", std::round(height * 1000) / 10) : fmt::format("{:g}", height);
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
      svg.line(at, 4, at, bottom(), "break");
      svg.text(at + 5, 14, "new model", "note");
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
