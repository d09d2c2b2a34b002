#pragma once

#include <string>
#include <vector>

#include "core/json.h"
#include "report/source_health.h"
#include "store/store_status.h"

namespace nhs::report {

/// How far deletions on the networks are followed, for `status`: a line for each source that is asked for its
/// stored posts again, and one for those that cannot be, or are not to be.
std::vector<std::string> recheck_lines(const store::StoreStatus& status,
                                       const std::vector<WatchedSource>& sources, UtcTime now);

/// For X, whose terms give a day to follow a deletion: how many posts are later than that.
std::vector<std::string> recheck_warnings(const store::StoreStatus& status,
                                          const std::vector<WatchedSource>& sources, UtcTime now);

/// The member `rechecks`, and `removed_by_network`.
void write_rechecks(JsonWriter& json, const store::StoreStatus& status, UtcTime now);

}  // namespace nhs::report
