#include "report/chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace nhs::report {
namespace {

constexpr std::array<std::string_view, 9> kEighths = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"};
constexpr std::array<std::string_view, 8> kHeights = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::string_view kAsciiHeights = "_.-=+*%#";

std::string repeated(std::string_view piece, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

double portion(double value, double maximum) {
  return maximum > 0 ? std::clamp(value / maximum, 0.0, 1.0) : 0.0;
}

}  // namespace

std::string bar(double value, double maximum, std::size_t columns, const Terminal& terminal) {
  const double length = portion(value, maximum) * static_cast<double>(columns);
  if (!terminal.unicode) {
    // Something there is never drawn as nothing.
    const auto whole = static_cast<std::size_t>(std::lround(length));
    return std::string(value > 0 ? std::max<std::size_t>(whole, 1) : 0, '#');
  }
  auto eighths = static_cast<std::size_t>(std::lround(length * 8));
  if (value > 0) eighths = std::max<std::size_t>(eighths, 1);
  return repeated("█", eighths / 8) + std::string{kEighths[eighths % 8]};
}

std::string sparkline(const std::vector<double>& values, double maximum, const Terminal& terminal) {
  std::string line;
  for (const double value : values) {
    if (value < 0) {
      line += ' ';
      continue;
    }
    const auto height = static_cast<std::size_t>(std::lround(portion(value, maximum) * 7));
    if (terminal.unicode)
      line += kHeights[height];
    else
      line += kAsciiHeights[height];
  }
  return line;
}

std::string interval_line(double low, double share, double high, double maximum, std::size_t columns,
                          const Terminal& terminal) {
  const auto column = [&](double value) {
    return static_cast<std::size_t>(std::lround(portion(value, maximum) * static_cast<double>(columns - 1)));
  };
  const std::string_view rule = terminal.unicode ? "─" : "-";
  const std::string_view mark = terminal.unicode ? "●" : "o";
  std::string line;
  for (std::size_t i = 0; i < columns; ++i) {
    if (i == column(share))
      line += mark;
    else if (i >= column(low) && i <= column(high))
      line += rule;
    else
      line += ' ';
  }
  return line;
}

}  // namespace nhs::report
