#pragma once

#include <string>

#include "report/status_view.h"
#include "report/terminal.h"
#include "store/quarantined.h"
#include "store/source_coverage.h"
#include "store/store_status.h"

namespace nhs::report {

/// All that `sources list` tells of.
struct SourcesAccount {
  store::StoreStatus status;
  store::Quarantine quarantine;
  /// Of yesterday and today.
  store::CoverageResult since_yesterday;
};

/// A line a source, then what there is to say of each in words: why it fails and what to do, what it costs,
/// what could not be read, what was missed.
std::string sources_table(const SourcesAccount& account, const StatusSurroundings& around,
                          const TimeZone& zone, const Terminal& terminal);

/// The shape `nhsvalues.sources/1`.
std::string sources_json(const SourcesAccount& account, const StatusSurroundings& around,
                         const TimeZone& zone);

}  // namespace nhs::report
