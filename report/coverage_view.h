#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/campaign.h"
#include "core/ignore_rule.h"
#include "core/period.h"
#include "report/source_health.h"
#include "report/terminal.h"
#include "store/source_coverage.h"

namespace nhs::report {

/// What `coverage` knows beside the store's own account.
struct CoverageSurroundings {
  Period period;
  /// The period is so many whole days or weeks, as `7d` says, and what there is of today.
  bool with_today = false;
  /// Rules with their reasons, as the configuration has them.
  std::vector<IgnoreRule> rules;
  /// Empty without a configuration: then every source counts as watched, at its usual pace.
  std::vector<WatchedSource> configured_sources = {};
  std::vector<Campaign> campaigns = {};  ///< that ran in this time
};

/// In how many hours a source should have been asked and was not: our own absence. Nothing where that cannot
/// be told: for one that is asked more rarely than hourly, chance included (collector/schedule.h adds up to a
/// tenth), and for one that is no longer configured.
std::optional<std::int64_t> hours_not_asked(const store::SourceCoverage& source,
                                            const std::vector<WatchedSource>& configured);

/// The reading alone: how many posts, how many sources were asked, what was missed.
std::string coverage_sentence(const store::CoverageResult& coverage, const CoverageSurroundings& around);

/// The reading, the sources in a table, what was missed, what was left out and why, and who is written about
/// (report/voices_view.h).
std::string coverage_table(const store::CoverageResult& coverage, const CoverageSurroundings& around,
                           const TimeZone& zone, const Terminal& terminal);

/// All of that but the reading.
std::string coverage_details(const store::CoverageResult& coverage, const CoverageSurroundings& around,
                             const TimeZone& zone, const Terminal& terminal);

/// The reading, bars of how well sources answered and of posts about each group, a sign for each day, and the
/// rest beneath. It fits the terminal's columns (60 or more), also where it goes to a file.
std::string coverage_chart(const store::CoverageResult& coverage, const CoverageSurroundings& around,
                           const TimeZone& zone, const Terminal& terminal);

/// The shape `nhsvalues.coverage/1`.
std::string coverage_json(const store::CoverageResult& coverage, const CoverageSurroundings& around);

}  // namespace nhs::report
