#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/terminal.h"
#include "report/wilson.h"

namespace nhs::report {

/// One of several small drawings that are read against each other.
struct Panel {
  std::string title;
  /// A share with its interval a period; nothing leaves its place empty.
  std::vector<std::optional<Share>> points;
};

/// What stands beneath each panel: the periods of its first and its last point.
struct PanelAxis {
  std::string first;
  std::string last;
};

/// Panels of one size and on one scale, from 0 to where the highest interval ends, as many side by side as
/// the terminal's columns let be read: each share is a mark, its interval an upright through it. Without
/// Unicode it is ASCII.
///
/// panels: with the same number of points each, at most as many as fit.
std::string small_multiples(const std::vector<Panel>& panels, const PanelAxis& axis,
                            const Terminal& terminal);

/// How many points fit into one.
std::size_t most_points_of_small_multiples(const Terminal& terminal);

/// What the marks mean: "● the share of a period, │ its 95% range".
std::string small_multiples_legend(const Terminal& terminal);

}  // namespace nhs::report
