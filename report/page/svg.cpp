#include "report/page/svg.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "report/html_text.h"

namespace nhs::report::page {
namespace {

/// A tenth of a unit is less than anybody sees, and `-0` would make equal drawings differ.
std::string place(double at) {
  const double tenths = std::round(at * 10);
  return fmt::format("{:g}", (tenths == 0 ? 0 : tenths) / 10);
}

}  // namespace

Svg::Svg(double width, double height, std::string_view title, std::string_view what_it_shows)
    : text_(fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\"><title>{}</title><desc>{}</desc>",
                        place(width), place(height), html_text(title), html_text(what_it_shows))) {}

void Svg::line(double x1, double y1, double x2, double y2, std::string_view style) {
  text_ += fmt::format(R"(<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>)", style, place(x1), place(y1),
                       place(x2), place(y2));
}

void Svg::rect(double x, double y, double width, double height, std::string_view style) {
  text_ += fmt::format(R"(<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>)", style, place(x),
                       place(y), place(width), place(height));
}

void Svg::circle(double x, double y, double radius, std::string_view style) {
  text_ +=
      fmt::format(R"(<circle class="{}" cx="{}" cy="{}" r="{}"/>)", style, place(x), place(y), place(radius));
}

void Svg::diamond(double x, double y, double radius, std::string_view style) {
  Path outline;
  outline.move_to(x, y - radius);
  outline.line_to(x + radius, y);
  outline.line_to(x, y + radius);
  outline.line_to(x - radius, y);
  outline.close();
  path(outline, style);
}

void Svg::text(double x, double y, std::string_view text, std::string_view style, Anchor anchor) {
  static constexpr std::string_view anchors[] = {"", R"( text-anchor="middle")", R"( text-anchor="end")"};
  text_ += fmt::format(R"(<text class="{}" x="{}" y="{}"{}>{}</text>)", style, place(x), place(y),
                       anchors[static_cast<std::size_t>(anchor)], html_text(text));
}

void Svg::Path::move_to(double x, double y) { steps_ += fmt::format("M{} {}", place(x), place(y)); }

void Svg::Path::line_to(double x, double y) { steps_ += fmt::format("L{} {}", place(x), place(y)); }

void Svg::path(const Path& path, std::string_view style) {
  if (!path.steps_.empty()) text_ += fmt::format(R"(<path class="{}" d="{}"/>)", style, path.steps_);
}

std::string Svg::finished() { return std::move(text_) + "</svg>"; }

}  // namespace nhs::report::page
