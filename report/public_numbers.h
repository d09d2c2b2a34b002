#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/public_trends.h"
#include "report/wilson.h"

namespace nhs::report {

/// Of a period of which nothing was collected no number is known.
bool is_known(const PublicTrends& trends, std::size_t row);

/// Of fewer posts rounding alone moves a share by four points and more, and out of its own range: 10 of 25
/// stand for anything from 30% to 52%. Of so few the rounded numbers are told, and no share.
inline constexpr std::int64_t kFewestForARoundedShare = 100;

/// Posts so few, and rounded, that a share of them would say more than is known.
bool is_few_rounded(const PublicCount& whole);

/// A share with its range as worked out from two numbers that are told; nothing when one is hidden, there
/// were no posts, or too few for a share of rounded numbers.
std::optional<Share> public_share(const PublicCount& part, const PublicCount& whole);

/// The cells that an answer tells of a period, posts first.
std::vector<std::size_t> cells_told(const PublicAsked& asked);

}  // namespace nhs::report
