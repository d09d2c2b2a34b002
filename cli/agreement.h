#pragma once

#include <string_view>

namespace nhs::cli {

/// Asks whoever sits at the terminal; true for a `y` or `yes`, false for anything else, an empty line too.
///
/// question: as they read it, without the choice behind it.
bool asked_to_go_on(std::string_view question);

}  // namespace nhs::cli
