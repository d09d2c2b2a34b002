#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/public_trends.h"
#include "report/wilson.h"

namespace nhs::report {

/// Of a period of which nothing was collected no number is known.
bool is_known(const PublicTrends& trends, std::size_t row);

/// A share with its range as worked out from two numbers that are told; nothing when one is hidden, or there
/// were no posts.
std::optional<Share> public_share(const PublicCount& part, const PublicCount& whole);

/// The cells that an answer tells of a period, posts first.
std::vector<std::size_t> cells_told(const PublicAsked& asked);

}  // namespace nhs::report
