#pragma once

#include <string_view>

namespace nhs::report::page {

/// The page's style sheet: the NHS identity's blues on white, and on near-black for readers who prefer dark;
/// every pair of text and ground has a contrast of 4.5 or more, every line of a drawing 3 or more. Blue and
/// orange, not green and red, tell the sides of a thing apart: nearly everybody sees that difference.
std::string_view style_sheet();

/// `sha256-…` of it, as a Content-Security-Policy names it. Written down, for nothing else in this folder
/// needs cryptography; a test works it out from the sheet.
std::string_view style_digest();

}  // namespace nhs::report::page
