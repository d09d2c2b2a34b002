#pragma once

#include <string>
#include <vector>

#include "report/terminal.h"

namespace nhs::report {

/// Small drawings of text. Without Unicode they are ASCII; none relies on colour.

/// A bar of `value` in a field whose full width stands for `maximum`, to an eighth of a column.
std::string bar(double value, double maximum, std::size_t columns, const Terminal& terminal);

/// One character a value, from low to high, all on the scale from 0 to `maximum`. A negative value stands for
/// "not known" and is a space.
std::string sparkline(const std::vector<double>& values, double maximum, const Terminal& terminal);

/// A share on a line from 0 to `maximum`: the interval as a rule, the share as a mark on it.
std::string interval_line(double low, double share, double high, double maximum, std::size_t columns,
                          const Terminal& terminal);

}  // namespace nhs::report
