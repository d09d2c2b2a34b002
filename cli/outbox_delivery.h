#pragma once

#include <cstdint>

#include "cli/context.h"
#include "store/alert.h"

namespace nhs::cli {

/// Waits until every target of a message in the outbox was tried, for a minute or so, and says how they
/// stand. Where no daemon does, this process delivers whatever of the outbox is due for targets of its
/// configuration; what is for others stays in it.
///
/// who: as the next one who wants to write is told, `nhsvalues alerts`.
Result<store::KeptAlert> delivery_of(const Context& context, std::int64_t alert, bool by_daemon,
                                     const char* who);

}  // namespace nhs::cli
