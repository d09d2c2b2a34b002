#pragma once

#include <string>

#include "report/page/document.h"

namespace nhs::report::page {

/// The document as Markdown (CommonMark with the tables of GitHub's): the same words and numbers, without the
/// drawings.
std::string markdown(const Document& document);

/// A text of anybody's as plain text within a line of Markdown: what would begin markup is escaped, and what
/// could mislead is left out (terminal_safe). Lines become one.
std::string markdown_text(std::string_view text);

}  // namespace nhs::report::page
