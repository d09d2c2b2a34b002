#include "report/html_text.h"

#include "report/terminal.h"

namespace nhs::report {

std::string html_text(std::string_view text) {
  std::string escaped;
  for (const char c : terminal_safe(text, false)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

}  // namespace nhs::report
