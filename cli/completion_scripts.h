#pragma once

#include <string_view>

namespace nhs::cli {

/// What a shell reads to complete `nhsvalues`: a script that asks the program (`nhsvalues complete --
/// WORDS…`), so that it stays right whatever commands there are.
extern const std::string_view kBashCompletion;
extern const std::string_view kZshCompletion;
extern const std::string_view kFishCompletion;

}  // namespace nhs::cli
