#pragma once

#include <cstdint>
#include <string>

#include "config/option_table.h"

namespace nhs::config {

/// Whether a reference says what a running daemon needs to take a change.
enum class TakenOn : std::uint8_t { shown, left_out };

/// A heading for each table of the file and a row for each of its keys, in Markdown.
std::string keys_markdown(const OptionTable& options, TakenOn taken_on);

}  // namespace nhs::config
