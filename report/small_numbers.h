#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nhs::report {

/// Small numbers in what is meant for others: a count from 1 to 7 is hidden, any other is rounded to the
/// nearest 5, zero is zero. This is the practice of NHS England (before 2023 NHS Digital) for hospital
/// statistics below the national level: "Disclosure control methodology for Hospital Episode Statistics (HES)
/// and Emergency Care Data Set (ECDS)", September 2018.
///
/// By that rule alone a hidden count can be worked out where its total is told too: 10, 10 and a hidden one
/// that make 15 can only be 8, 8 and 1. report/public_tally.h hides more, so that it cannot.
///
/// All is pure and thread-safe.

/// The smallest count that is shown.
inline constexpr std::int64_t kShownFrom = 8;
/// What counts are rounded to; odd, so that one number is the nearest.
inline constexpr std::int64_t kRoundedTo = 5;
/// Stands for a hidden count, as the Government Analysis Function's symbols for tables have it ("c" for
/// confidential, in brackets). The asterisk of older tables marks running periods here.
inline constexpr std::string_view kHiddenMark = "[c]";

/// A count as others see it.
struct PublicCount {
  bool hidden = false;
  std::int64_t number = 0;  ///< the nearest multiple of kRoundedTo; 0 when hidden
  /// What a number that is told may stand for, both included. Of a hidden one they say nothing, and are 0: it
  /// may be from 1 to 7, or larger and hidden because it would give another away.
  std::int64_t least = 0;
  std::int64_t most = 0;
};

/// count: not negative.  shown_from: smaller ones are hidden, but for 0.
PublicCount public_count(std::int64_t count, std::int64_t shown_from = kShownFrom);

/// One of which nothing is told, whatever it is.
PublicCount hidden_count();

/// `[c]`, or the number.
std::string in_words(const PublicCount& count);

}  // namespace nhs::report
