#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "report/terminal.h"

namespace nhs::report {

/// How far a piece of work is.
struct ProgressMade {
  std::string doing;  ///< `importing`
  std::int64_t done = 0;
  std::int64_t of = 0;  ///< the whole, in the same unit; 0 or less where nobody knows
  std::string amount;   ///< `480,000 posts`
  std::chrono::duration<double> taken{};
};

/// `importing  █████▋        42%  480,000 posts, about 12 s left`, in one column less than the terminal has:
/// some break the line after the last. Where there is no room the bar goes first, then the amount. Without a
/// whole only what was done so far.
std::string progress_line(const ProgressMade& made, const Terminal& terminal);

/// `480,000 of 1,134,000 posts`; without a whole `480,000 posts`.
std::string posts_done_in_words(std::int64_t done, std::int64_t of);

}  // namespace nhs::report
