#pragma once

#include <string>

#include "report/processing.h"

namespace nhs::report {

/// A privacy notice for those whose posts are read, in Markdown: what Article 14 of the UK GDPR asks for.
std::string privacy_notice(const Processing& processing);

}  // namespace nhs::report
