#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/terminal.h"
#include "report/xmr.h"

namespace nhs::report {

/// A point of a drawing, in the order of time.
struct DrawnPoint {
  std::optional<double> height;  ///< nothing leaves its place empty
  bool in_signal = false;
  bool in_earlier_signal = false;   ///< than the one asked for: another mark
  std::optional<XmrLimits> limits;  ///< that hold there
  bool in_campaign = false;         ///< marked beneath
};

/// A chart of points with their mean and limits, some lines high, labels of the newest mean and limits at its
/// left. Points of a signal have another mark, not only another colour. It takes at most the terminal's
/// columns: of more points than fit, the newest are drawn. Without Unicode it is ASCII.
///
/// point_names: one a point; the first and the last that are drawn stand beneath.  label: writes a height.
std::string xmr_drawing(const std::vector<DrawnPoint>& points, const std::vector<std::string>& point_names,
                        std::string (*label)(double height), const Terminal& terminal);

/// How many points fit: of more, the newest are drawn.
std::size_t most_points_of_drawing(const Terminal& terminal);

/// What the marks mean, in one line, which may be longer than the terminal has columns.
///
/// now: the period whose signals have the mark of a signal, when earlier ones have theirs; empty when there
/// are none.
std::string xmr_legend(const std::string& now, const Terminal& terminal);

}  // namespace nhs::report
