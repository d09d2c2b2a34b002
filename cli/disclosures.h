#pragma once

#include "cli/context.h"
#include "store/disclosure.h"

namespace nhs::cli {

/// Writes down in the audit that data is taken out, by whichever way there is (cli/changes.h), and lets go of
/// the right to write at once. What cannot be written down does not happen: fails as Changes::begin does, and
/// says what the right to write is wanted for.
///
/// who: the command, `nhsvalues export`.
Result<void> write_down(const Context& context, const char* who, store::Disclosure disclosure);

}  // namespace nhs::cli
