#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "report/digest/digest.h"
#include "report/page/wording.h"
#include "report/terminal.h"

namespace nhs::report {
namespace {

using page::Block;
using page::Bullets;
using page::Cards;
using page::Caution;
using page::Document;
using page::Figure;
using page::Paragraph;
using page::Quote;
using page::Section;

class PlainTextWriter {
 public:
  explicit PlainTextWriter(std::size_t columns) : columns_(columns) {}

  std::string paragraph(std::string_view text) const {
    return fmt::format("{}\n", fmt::join(wrapped(terminal_safe(text), columns_), "\n"));
  }

  std::string underlined(std::string_view heading, char with) const {
    const std::string shown = paragraph(heading);
    return shown + std::string(shown.find('\n'), with) + "\n";
  }

  void operator()(const Paragraph& block) { text_ += "\n" + paragraph(block.text); }
  void operator()(const Caution& caution) { text_ += "\n" + paragraph("Note: " + caution.text); }

  void operator()(const Bullets& bullets) {
    text_ += '\n';
    for (const std::string& item : bullets.items) text_ += bullet(item);
  }

  /// "- Compassion: posts 12, share 29% (18% to 45%), lived up to 8".
  void operator()(const page::Table& table) {
    text_ += "\n" + paragraph(table.caption + ":");
    for (const auto& row : table.rows) {
      std::vector<std::string> cells;
      for (std::size_t i = 1; i < row.size(); ++i)
        cells.push_back(fmt::format("{} {}", page::lower_first(table.headings[i]), row[i]));
      text_ += bullet(fmt::format("{}: {}", row.front(), fmt::join(cells, ", ")));
    }
  }

  void operator()(const Figure& figure) {
    text_ += "\n" + paragraph(figure.reading);
    (*this)(figure.table);
  }
  void operator()(const Cards& cards) { (*this)(cards.table); }
  void operator()(const Quote& quote) { text_ += "\n" + paragraph(quote.text) + paragraph(quote.about); }

  void section(const Section& section) {
    text_ += "\n" + underlined(section.heading, '-');
    for (const Block& block : section.blocks) std::visit(*this, block);
    for (const Section& part : section.parts) this->section(part);
  }

  std::string take() { return std::move(text_); }

 private:
  std::string bullet(std::string_view text) const {
    return fmt::format("- {}\n", fmt::join(wrapped(terminal_safe(text), columns_ - 2), "\n  "));
  }

  std::size_t columns_;
  std::string text_;
};

}  // namespace

std::string plain_text(const Document& document, std::size_t columns) {
  PlainTextWriter body{columns};
  for (const Section& section : document.sections) body.section(section);
  return fmt::format("{}{}\n{}\n{}{}\n{}", body.underlined(document.title, '='),
                     body.paragraph(document.subtitle), body.paragraph(document.audience),
                     body.paragraph(document.summary), body.take(), body.paragraph(document.footer));
}

std::string plain_text(const Document& document, const Terminal& terminal) {
  constexpr std::size_t kNarrowest = 20;
  return plain_text(
      document, terminal.interactive ? std::clamp(terminal.columns, kNarrowest, kMailColumns) : kMailColumns);
}

}  // namespace nhs::report
