#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nhs {

/// The one of these words that somebody who wrote this one may have meant: at most two letters added,
/// dropped, changed or swapped with their neighbour (optimal string alignment), one in words of up to four;
/// nothing when none is near.
std::optional<std::string_view> nearest(std::string_view word, const std::vector<std::string_view>& words);

}  // namespace nhs
