#include "report/page/html.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/ascii.h"
#include "report/html_text.h"
#include "report/page/style.h"

namespace nhs::report::page {
namespace {

/// A heading as the name of a place in the page: "the-six-values".
std::string anchor_of(std::string_view heading) {
  std::string anchor;
  for (const char c : heading) {
    if (is_letter(c) || is_digit(c))
      anchor += lower(c);
    else if (!anchor.empty() && anchor.back() != '-')
      anchor += '-';
  }
  return anchor;
}

/// A language code, as an attribute may carry it.
bool is_language(std::string_view code) {
  return (code.size() == 2 || code.size() == 3) &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

/// The page as far as it is written. Headings begin at level 2: level 1 is the title.
class HtmlWriter {
 public:
  void operator()(const Paragraph& paragraph) {
    element("p",
            paragraph.of_drawings.empty() ? paragraph.text : paragraph.text + " " + paragraph.of_drawings);
  }

  void operator()(const Caution& caution) {
    text_ += fmt::format("<p class=\"caution\"><strong>Note:</strong> {}</p>\n", html_text(caution.text));
  }

  void operator()(const Bullets& bullets) {
    if (bullets.items.empty()) return;
    text_ += "<ul>\n";
    for (const std::string& item : bullets.items) element("li", item);
    text_ += "</ul>\n";
  }

  /// Wide tables scroll by themselves, so that the page does not; what scrolls must be reachable by keyboard.
  void operator()(const Table& table) {
    const std::string caption = html_text(table.caption);
    text_ += fmt::format(
        "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{0}\">\n<table>\n"
        "<caption>{0}</caption>\n<thead>\n<tr>",
        caption);
    for (const std::string& heading : table.headings)
      text_ += fmt::format("<th scope=\"col\">{}</th>", html_text(heading));
    text_ += "</tr>\n</thead>\n<tbody>\n";
    for (const auto& row : table.rows) {
      text_ += "<tr>";
      for (std::size_t i = 0; i < row.size(); ++i)
        text_ += i == 0 ? fmt::format("<th scope=\"row\">{}</th>", html_text(row[i]))
                        : fmt::format("<td>{}</td>", html_text(row[i]));
      text_ += "</tr>\n";
    }
    text_ += "</tbody>\n</table>\n</div>\n";
  }

  void operator()(const Figure& figure) {
    text_ += fmt::format("<figure>\n<figcaption><strong>{}</strong><br>{}</figcaption>\n{}\n",
                         html_text(figure.title), html_text(figure.reading), figure.svg);
    numbers(figure.table);
    text_ += "</figure>\n";
  }

  void operator()(const Cards& cards) {
    text_ += "<ul class=\"cards\">\n";
    for (const Card& each : cards.cards) {
      text_ += fmt::format("<li>\n<p class=\"name\"><a href=\"#{}\">{}</a></p>\n", anchor_of(each.name),
                           html_text(each.name));
      text_ += fmt::format("<p class=\"big\">{}", html_text(each.big));
      if (!each.beside.empty()) text_ += fmt::format(" <small>{}</small>", html_text(each.beside));
      text_ += fmt::format("</p>\n{}\n<p>", each.svg);
      for (std::size_t i = 0; i < each.lines.size(); ++i)
        text_ += (i == 0 ? "" : "<br>") + html_text(each.lines[i]);
      text_ += "</p>\n";
      if (!each.mark.empty()) text_ += fmt::format("<p class=\"mark\">{}</p>\n", html_text(each.mark));
      text_ += "</li>\n";
    }
    text_ += "</ul>\n";
    numbers(cards.table);
  }

  void operator()(const Quote& quote) {
    const std::string language = is_language(quote.language) && quote.language != "en"
                                     ? fmt::format(" lang=\"{}\"", quote.language)
                                     : std::string{};
    text_ += fmt::format("<blockquote>\n<p dir=\"auto\"{}>{}</p>\n<footer>{}</footer>\n</blockquote>\n",
                         language, html_text(quote.text), html_text(quote.about));
  }

  void section(const Section& section, int level) {
    text_ += fmt::format("<section>\n<h{0} id=\"{1}\">{2}</h{0}>\n", level, anchor_of(section.heading),
                         html_text(section.heading));
    for (const Block& block : section.blocks) std::visit(*this, block);
    for (const Section& part : section.parts) this->section(part, level + 1);
    text_ += "</section>\n";
  }

  std::string take() { return std::move(text_); }

 private:
  void element(std::string_view name, std::string_view text) {
    text_ += fmt::format("<{0}>{1}</{0}>\n", name, html_text(text));
  }

  void numbers(const Table& table) {
    text_ += fmt::format("<details>\n<summary>Numbers: {}</summary>\n", html_text(table.caption));
    (*this)(table);
    text_ += "</details>\n";
  }

  std::string text_;
};

std::string contents_of(const Document& document) {
  std::string list;
  for (const Section& section : document.sections)
    list += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", anchor_of(section.heading),
                        html_text(section.heading));
  return fmt::format("<nav aria-label=\"Contents\">\n<ol>\n{}</ol>\n</nav>\n", list);
}

std::string head_of(const Document& document) {
  // The policy allows the one style sheet by its digest, and pictures that the page itself carries.
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{}'; img-src data:; "
      "base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
      "<meta name=\"robots\" content=\"noindex\">\n<title>{}</title>\n<style>{}</style>\n</head>\n",
      style_digest(), html_text(document.title), style_sheet());
}

}  // namespace

std::string html(const Document& document) {
  HtmlWriter body;
  for (const Section& section : document.sections) body.section(section, 2);
  return head_of(document) +
         fmt::format(
             "<body>\n<header>\n<p class=\"audience\">{}</p>\n<h1>{}</h1>\n<p class=\"subtitle\">{}</p>\n</header>\n"
             "<main>\n<p class=\"summary\">{}</p>\n{}{}</main>\n<footer>\n<p>{}</p>\n</footer>\n</body>\n</html>\n",
             html_text(document.audience), html_text(document.title), html_text(document.subtitle),
             html_text(document.summary), contents_of(document), body.take(), html_text(document.footer));
}

}  // namespace nhs::report::page
