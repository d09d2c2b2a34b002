#pragma once

#include <string>

#include "report/signals_text.h"

namespace nhs::report {

/// The command that lists the posts behind a signal: "nhsvalues posts --value compassion --since 2026-11-16
/// --until 2026-11-23"; empty where it has none. The signal is one of those found.
std::string posts_behind(const ToldSignal& told, const SignalsFound& found);

}  // namespace nhs::report
