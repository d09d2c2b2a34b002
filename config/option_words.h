#pragma once

#include <string>
#include <string_view>

#include "config/option_table.h"

namespace nhs::config {

/// What the references of a file, in Markdown and as a manual page, say alike.

/// `list of texts`.
std::string_view type_words(OptionType type);

/// "Only for `feed`. ", or nothing where every kind has it.
std::string kinds_words(const Option& option);

/// " A day may stand without quotes." where TOML's own dates do; else empty.
std::string_view date_words(const Option& option);

/// What a table is headed: "`[[source]]`, once for each".
std::string heading_of(std::string_view table);

}  // namespace nhs::config
