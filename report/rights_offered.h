#pragma once

#include <string>

#include "report/processing.h"

namespace nhs::report {

/// What the papers on data protection tell people that they may ask for, and what is not done with what is
/// held of them. Markdown; each ends with an empty line.

/// What people may ask for, what is done then, and by which command.
std::string rights_table(const Processing& processing);

/// The right to object, which has to stand apart from everything else (Article 21(4)): what it ends, what
/// goes on, and what ends that too.
std::string right_to_object();

std::string never_done(const Processing& processing);

}  // namespace nhs::report
