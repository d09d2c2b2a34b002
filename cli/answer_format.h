#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/option_parser.h"

namespace nhs::cli {

/// `--format`: how to show an answer.
void add_format_option(Command command, std::string& format, const std::vector<std::string>& formats);

/// What writes an answer in a format.
struct Writing {
  std::string_view format;
  std::function<std::string()> text;
};

/// Writes an answer to stdout in the format that was asked for, which must be one of these.
void put_as(const std::string& format, const std::vector<Writing>& writings);

}  // namespace nhs::cli
