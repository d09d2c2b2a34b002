#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/trend.h"

namespace nhs::report {

/// `whole`, `part`, `none`.
std::string_view id_of_collected(store::Collected collected);

/// Labels of the periods of which nothing was collected, and of those collected in part.
std::vector<std::string> periods_not_collected(const store::TrendsResult& trends);
std::vector<std::string> periods_collected_in_part(const store::TrendsResult& trends);

/// All of them were collected whole; there are periods, and nothing was collected of any.
bool collected_whole(const store::TrendsResult& trends);
bool collected_nothing(const store::TrendsResult& trends);

/// What `coverage.complete` says in JSON: all was collected whole, and there is no gap.
bool is_complete(const store::TrendsResult& trends);

/// What the marks of such periods mean; nothing where all were collected whole.
std::vector<std::string> collected_cautions(const store::TrendsResult& trends);

}  // namespace nhs::report
