#pragma once

#include <cstddef>
#include <optional>

#include "cli/context.h"
#include "report/comparison.h"
#include "report/signals_view.h"
#include "store/filter.h"
#include "store/trend.h"

namespace nhs::cli {

/// Whether one author wrote much of what is a signal: counted anew, of the posts with a chart's value and
/// direction alone, in the periods of its signals.
///
/// query: the question for the charts.  only: this period alone.
Result<void> count_busiest_authors(const store::Reader& reader, store::TrendsQuery query,
                                   std::optional<std::size_t> only, report::SignalsFound& found);

/// The same of what clearly changed between two periods.
///
/// filter: that chose the posts of both.
Result<void> count_busiest_authors(const ReadingSession& session, const store::Filter& filter,
                                   report::Comparison& comparison);

}  // namespace nhs::cli
