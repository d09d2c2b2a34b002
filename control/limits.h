#pragma once

#include <cstddef>

namespace nhs::control {

/// In one change: what is done with them takes the daemon a few hundredths of a second.
inline constexpr std::size_t kMostPosts = 500;

/// Who says something of a post may give themselves a name of so many bytes.
inline constexpr std::size_t kLongestName = 200;

/// An account's name may have so many bytes, and so may its network's.
inline constexpr std::size_t kLongestAccount = 1000;

/// A note on a post may have so many bytes.
inline constexpr std::size_t kLongestNote = 10'000;

/// What posts were chosen by, in words, may have so many bytes.
inline constexpr std::size_t kLongestSelection = 2000;

}  // namespace nhs::control
