#pragma once

#include <string>

#include "report/page/document.h"

namespace nhs::report::page {

/// The document as one HTML file: no script, nothing loaded from anywhere, no style but its one style sheet,
/// which a Content-Security-Policy in the page holds it to. Headings, landmarks, tables and figures are
/// written for WCAG 2.2 AA; light and dark follow the reader's system; it prints on A4.
std::string html(const Document& document);

}  // namespace nhs::report::page
