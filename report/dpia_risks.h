#pragma once

#include <string>

#include "report/processing.h"

namespace nhs::report {

/// Section 5 of a data protection impact assessment: what may happen to people, what is done about it, what
/// is left. Markdown; ends with an empty line. Likelihood and severity are suggestions.
std::string risks_table(const Processing& processing);

}  // namespace nhs::report
