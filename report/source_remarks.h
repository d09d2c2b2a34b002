#pragma once

#include <string>
#include <vector>

#include "report/sources_view.h"

namespace nhs::report {

/// Where a source's topics stand, out of the states of all.
std::vector<SourceState> states_of(const std::string& source, const std::vector<SourceState>& all);

/// What there is to say of a source, in sentences for a person who may have to act: since when it fails, why,
/// and what to do; what it waits for; what it costs; what was missed; what could not be read. A topic is
/// named where it is not alike for all of them. They hold servers' words, so they are not yet safe for a
/// terminal.
std::vector<std::string> source_remarks(const WatchedSource& watched, const SourcesAccount& account,
                                        UtcTime now, const TimeZone& zone);

}  // namespace nhs::report
