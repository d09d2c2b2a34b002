#pragma once

#include <string>
#include <vector>

#include "report/public_trends.h"

namespace nhs::report {

/// All numbers of each period that others may see, a row each: a property of posts (`all`, `unclassified`,
/// `value`, `direction`, `sentiment`, `kind`, `network`, `group`), which member of it, and how many posts. A
/// number that is hidden, or of a period of which nothing was collected, is empty or null.
///
/// networks: by Cell::of_network.
std::string public_counts_csv(const PublicTrends& trends, const PublicAsked& asked,
                              const std::vector<std::string>& networks);
std::string public_counts_ndjson(const PublicTrends& trends, const std::vector<std::string>& networks);

}  // namespace nhs::report
