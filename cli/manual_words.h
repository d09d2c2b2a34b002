#pragma once

#include <string_view>

namespace nhs::cli {

/// What nhsvalues(1) says besides its commands, in man(7) macros: what it is, and times, exit statuses,
/// places.
extern const std::string_view kManualBegins;
extern const std::string_view kManualEnds;

}  // namespace nhs::cli
