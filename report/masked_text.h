#pragma once

#include <string>

#include "core/masked.h"

namespace nhs::report {

/// `12 mentions, 3 telephone numbers`, the kinds that were met; empty without any.
std::string masked_in_words(const MaskedCounts& counts);

}  // namespace nhs::report
