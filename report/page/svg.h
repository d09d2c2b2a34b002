#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nhs::report::page {

/// Builds one <svg> element. Looks come from the page's style sheet by class names (light, dark and print are
/// decided there), and places are whole tenths of its units. Texts are made harmless.
class Svg {
 public:
  /// title, what_it_shows: what a screen reader says instead of the drawing.
  Svg(double width, double height, std::string_view title, std::string_view what_it_shows);

  void line(double x1, double y1, double x2, double y2, std::string_view style);
  void rect(double x, double y, double width, double height, std::string_view style);
  void circle(double x, double y, double radius, std::string_view style);
  /// A diamond: what a point becomes that must not be told by colour alone.
  void diamond(double x, double y, double radius, std::string_view style);

  enum class Anchor : std::uint8_t { start, middle, end };
  void text(double x, double y, std::string_view text, std::string_view style = "label",
            Anchor anchor = Anchor::start);

  /// A line through points, or an area when it is closed. Begin with move_to.
  class Path {
   public:
    void move_to(double x, double y);
    void line_to(double x, double y);
    void close() { steps_ += 'Z'; }

   private:
    friend class Svg;
    std::string steps_;
  };
  void path(const Path& path, std::string_view style);

  /// The element. Nothing may be added afterwards.
  std::string finished();

 private:
  std::string text_;
};

}  // namespace nhs::report::page
