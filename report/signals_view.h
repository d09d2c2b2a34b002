#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/control_charts.h"
#include "report/terminal.h"

namespace nhs::report {

/// A question for signals and what came out.
struct SignalsFound {
  store::TrendsResult trends;
  TrendsAsked asked;
  std::vector<ControlChart> charts;
  /// The filters that choose posts, as arguments of `nhsvalues posts`; empty for none.
  std::string posts_arguments = {};
  /// Earlier signals are listed too, not only counted.
  bool all = false;
};

/// The shape `nhsvalues.signals/1` (docs/commands.md).
std::string signals_json(const SignalsFound& found);

/// A JSON object a chart, one a line.
std::string signals_ndjson(const SignalsFound& found);

/// RFC 4180 with a header, a row a chart and period.
std::string signals_csv(const SignalsFound& found);

/// The answer in a sentence, the signals of the last whole period in words, then a table of what is usual.
std::string signals_table(const SignalsFound& found, const Terminal& terminal);

/// The answer, then the table, then of every chart with a signal that is told (and of those whose value was
/// asked for) its numbers and a drawing. Signals of earlier periods have marks of their own. It fits the
/// terminal's columns (60 or more), also where it goes to a file.
std::string signals_chart(const SignalsFound& found, const Terminal& terminal);

}  // namespace nhs::report
