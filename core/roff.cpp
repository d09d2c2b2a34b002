#include "core/roff.h"

#include <fmt/format.h>

namespace nhs::roff {
namespace {

enum class As : bool { prose, typed };

/// groff sets ' ` ^ ~ as other signs, and - as a hyphen, unless they are named (groff_char(7)).
void append(std::string& out, char c, As as) {
  switch (c) {
    case '\\':
      out += "\\e";
      return;
    case '^':
      out += "\\(ha";
      return;
    case '~':
      out += "\\(ti";
      return;
    case '`':
      out += "\\(ga";
      return;
    case '-':
      out += as == As::typed ? "\\-" : "-";
      return;
    case '\'':
      out += as == As::typed ? "\\(aq" : "'";
      return;
    case '\n':
      out += ' ';
      return;
    default:
      out += c;
  }
}

/// A line that begins with a point or an apostrophe would be a command.
std::string guarded(std::string line) {
  return !line.empty() && (line[0] == '.' || line[0] == '\'') ? "\\&" + line : line;
}

std::string in_quotes(std::string_view argument) {
  std::string out;
  for (const char c : argument) out += c == '"' ? std::string{"\\(dq"} : std::string{c};
  return "\"" + out + "\"";
}

}  // namespace

std::string text(std::string_view markdown) {
  std::string out;
  As as = As::prose;
  for (std::size_t at = 0; at < markdown.size(); ++at) {
    if (markdown[at] != '`') {
      append(out, markdown[at], as);
      continue;
    }
    // A backtick without another one is a sign like any.
    if (as == As::prose && markdown.find('`', at + 1) == std::string_view::npos) {
      append(out, '`', as);
      continue;
    }
    as = as == As::prose ? As::typed : As::prose;
    out += as == As::typed ? "\\fB" : "\\fR";
  }
  return guarded(std::move(out));
}

std::string literal(std::string_view words) {
  std::string out;
  for (const char c : words) append(out, c, As::typed);
  return out;
}

std::string bold(std::string_view words) { return "\\fB" + literal(words) + "\\fR"; }
std::string italic(std::string_view words) { return "\\fI" + literal(words) + "\\fR"; }

std::string title(std::string_view name, std::string_view section, std::string_view date,
                  std::string_view source) {
  return fmt::format(".TH {} {} {} {}\n", name, section, in_quotes(date), in_quotes(source));
}

std::string section(std::string_view name) { return fmt::format(".SH {}\n", in_quotes(name)); }
std::string subsection(std::string_view name) { return fmt::format(".SS {}\n", in_quotes(literal(name))); }

std::string tagged(std::string_view tag_in_roff, std::string_view paragraph_in_roff) {
  return fmt::format(".TP\n{}\n{}\n", tag_in_roff, paragraph_in_roff);
}

}  // namespace nhs::roff
