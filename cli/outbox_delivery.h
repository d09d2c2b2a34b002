#pragma once

#include <cstdint>

#include "cli/context.h"
#include "store/alert.h"

namespace nhs::cli {

/// What a process delivers that is no daemon: a test tries the way by whatever configuration, and takes no
/// others' messages along it; who sends by the clock sends again what did not arrive.
enum class Delivers : std::uint8_t { this_one, all_due };

/// Waits until every target of a message in the outbox was tried, for a minute or so, and says how they
/// stand. Where no daemon delivers, this process does, to targets of its configuration; the rest stays in the
/// outbox.
///
/// who: as the next one who wants to write is told, `nhsvalues alerts`.
Result<store::KeptAlert> delivery_of(const Context& context, std::int64_t alert, bool by_daemon,
                                     Delivers what, const char* who);

}  // namespace nhs::cli
