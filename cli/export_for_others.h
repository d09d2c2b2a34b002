#pragma once

#include <string>

#include "cli/context.h"
#include "core/result.h"
#include "store/filter.h"

namespace nhs::cli {

/// What of an export for others was asked.
struct CountsWanted {
  std::string format;  ///< `ndjson` or `csv`
  std::string by;      ///< `month`, `quarter`, `nhs-year`
  std::string output;  ///< empty for stdout
  bool force = false;  ///< replaces a file that is there
  bool bom = false;
};

/// `export --audience public`: counts of periods, never posts. Takes times and no other filter, for it tells
/// every breakdown by itself. Fails with usage (64), in a sentence that says what to do instead.
Result<ExitStatus> export_for_others(const Context& context, const ReadingSession& session,
                                     const store::Filter& filter, const CountsWanted& wanted);

}  // namespace nhs::cli
