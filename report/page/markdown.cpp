#include "report/page/markdown.h"

#include <fmt/format.h>

#include <utility>

#include "report/terminal.h"

namespace nhs::report::page {
namespace {

/// CommonMark 2.4: any punctuation may be preceded by a backslash to stand for itself. Only what can begin
/// markup is: a report full of backslashes is not read.
std::string within_line(std::string_view text) {
  static constexpr std::string_view special = "\\`*_[]<>|~#&$";
  std::string out;
  for (const char each : terminal_safe(text)) {
    if (special.find(each) != std::string_view::npos) out += '\\';
    out += each;
  }
  return out;
}

class MarkdownWriter {
 public:
  void operator()(const Paragraph& paragraph) { text_ += markdown_text(paragraph.text) + "\n\n"; }

  void operator()(const Caution& caution) {
    text_ += fmt::format("> **Note:** {}\n\n", markdown_text(caution.text));
  }

  void operator()(const Bullets& bullets) {
    for (const std::string& item : bullets.items) text_ += fmt::format("- {}\n", markdown_text(item));
    if (!bullets.items.empty()) text_ += '\n';
  }

  void operator()(const Table& table) {
    text_ += fmt::format("*{}*\n\n", markdown_text(table.caption));
    row(table.headings);
    for (std::size_t i = 0; i < table.headings.size(); ++i) text_ += i == 0 ? "|:---" : "|---:";
    text_ += "|\n";
    for (const auto& each : table.rows) row(each);
    text_ += '\n';
  }

  void operator()(const Figure& figure) {
    text_ += fmt::format("**{}**: {}\n\n", markdown_text(figure.title), markdown_text(figure.reading));
    (*this)(figure.table);
  }

  /// Their table tells all that they do.
  void operator()(const Cards& cards) { (*this)(cards.table); }

  void operator()(const Quote& quote) {
    text_ += fmt::format("> {}\n>\n> {}\n\n", markdown_text(quote.text), markdown_text(quote.about));
  }

  void section(const Section& section, int level) {
    text_ += fmt::format("{} {}\n\n", std::string(static_cast<std::size_t>(level), '#'),
                         markdown_text(section.heading));
    for (const Block& block : section.blocks) std::visit(*this, block);
    for (const Section& part : section.parts) this->section(part, level + 1);
  }

  std::string take() { return std::move(text_); }

 private:
  void row(const std::vector<std::string>& cells) {
    for (const std::string& cell : cells) text_ += fmt::format("| {} ", within_line(cell));
    text_ += "|\n";
  }

  std::string text_;
};

/// Whether a line that begins so would be an item of a numbered list.
bool begins_as_item(std::string_view text) {
  const std::size_t digits = text.find_first_not_of("0123456789");
  return digits != 0 && digits != std::string_view::npos && (text[digits] == '.' || text[digits] == ')');
}

}  // namespace

std::string markdown_text(std::string_view text) {
  std::string out = within_line(text);
  // A line that begins so would be a list or a heading's underline.
  if (!out.empty() && (out[0] == '-' || out[0] == '+' || out[0] == '=')) return "\\" + out;
  if (begins_as_item(out)) out.insert(out.find_first_not_of("0123456789"), "\\");
  return out;
}

std::string markdown(const Document& document) {
  MarkdownWriter body;
  for (const Section& section : document.sections) body.section(section, 2);
  return fmt::format("# {}\n\n**{}**\n\n{}\n\n{}\n\n{}---\n\n{}\n", markdown_text(document.title),
                     markdown_text(document.audience), markdown_text(document.subtitle),
                     markdown_text(document.summary), body.take(), markdown_text(document.footer));
}

}  // namespace nhs::report::page
