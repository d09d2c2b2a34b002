#pragma once

#include <string>
#include <string_view>

namespace nhs::config {

/// The manual page nhsvalues.toml(5), from the table of keys, in man(7) macros.
///
/// date: of the release, `2026-11-26`.  version: such as `0.1.0`.
std::string manual_of_the_file(std::string_view date, std::string_view version);

}  // namespace nhs::config
