#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>

#include "report/small_numbers.h"

namespace nhs::report {

/// What the mark of a hidden number means.
///
/// shown_from: the smallest number that is told.  groups_shown_from: that of inclusion groups, where they are
/// told beside others.
inline std::string hidden_note(std::int64_t shown_from, std::int64_t groups_shown_from) {
  const std::string of_groups =
      groups_shown_from == shown_from
          ? std::string{}
          : fmt::format(" (about an inclusion group from 1 to {})", groups_shown_from - 1);
  return fmt::format(
      "{} hidden: from 1 to {} posts{}, or a number that would give such a one away. It does not mean none.",
      kHiddenMark, shown_from - 1, of_groups);
}

}  // namespace nhs::report
