#pragma once

#include <string>

#include "report/processing.h"

namespace nhs::report {

/// A data protection impact assessment, in Markdown: what Article 35(7) of the UK GDPR asks for, in the order
/// of the Information Commissioner's template, with gaps for what only the organisation can say.
std::string dpia(const Processing& processing);

}  // namespace nhs::report
