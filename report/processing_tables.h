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

/// "public posts that carry #NHSvalues, and …": to follow "collecting" and the like.
std::string what_is_read(const Processing& processing);

/// Something was taken in of which nothing tells that it was ever public.
bool holds_what_may_not_be_public(const Processing& processing);

std::string purposes(const Processing& processing);
std::string sources_table(const Processing& processing);
std::string recipients_list(const Processing& processing);

/// What is sent to configured targets, in one line of a cell; empty where nothing is.
std::string messages_in_a_cell(const Processing& processing);

std::string retention_table(const Processing& processing);

/// The kinds of data that are kept.
std::string kinds_table();

/// Every stored column by its kind.
std::string columns_by_kind();

/// Every stored column with its purpose.
std::string columns_table();

}  // namespace nhs::report
