#pragma once

#include <string>
#include <string_view>

namespace nhs::report {

/// A text as the content of an HTML element or of a quoted attribute: what HTML would read as its own is
/// written as references, and characters that reorder, hide or do nothing visible are left out
/// (terminal_safe), so that it can neither run nor mislead. Lines stay.
std::string html_text(std::string_view text);

}  // namespace nhs::report
