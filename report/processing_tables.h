#pragma once

#include <string>
#include <string_view>

#include "report/processing.h"

namespace nhs::report {

/// What both papers on data protection have in common, in Markdown. Each ends with an empty line.

/// A text as it stands in a cell or a line of Markdown, as people wrote it.
std::string markdown_text(std::string_view text);

/// The text, or in bold that it is missing and how to say it.
std::string or_missing(const std::string& text, std::string_view key);

/// That the paper is a draft, or who approved it; and what it was made of.
std::string standing_of(const Processing& processing, std::string_view command);

std::string purposes();
std::string sources_table(const Processing& processing);
std::string recipients_list(const Processing& processing);
std::string retention_table(const Processing& processing);

/// What people may ask for, what is done then, and by which command.
std::string rights_table();

/// The kinds of data that are kept.
std::string kinds_table();

/// Every stored column by its kind.
std::string columns_by_kind();

/// Every stored column with its purpose.
std::string columns_table();

std::string never_done();

}  // namespace nhs::report
