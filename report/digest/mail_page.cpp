#include <fmt/format.h>

#include "report/digest/digest.h"
#include "report/html_text.h"

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

/// Plain values and no variables: mail programs know less than browsers. The colours are those of the
/// report's page, with the same contrasts.
constexpr std::string_view kMailStyle = R"css(
body{margin:0 auto;max-width:40em;padding:16px;background:#ffffff;color:#212b32;
font:16px/1.5 Frutiger,"Segoe UI",Arial,"Liberation Sans",sans-serif}
h1{font-size:26px;line-height:1.2;margin:16px 0 4px}
h2{font-size:20px;line-height:1.25;margin:28px 0 8px;padding-top:12px;border-top:1px solid #d8dde0}
p,ul{margin:0 0 12px}
ul{padding-left:20px}
li{margin-bottom:4px}
p,li,th,td{overflow-wrap:break-word}
.audience{margin:0;padding:6px 12px;background:#f0f4f5;border-left:6px solid #9a3b00;font-weight:bold}
.quiet{color:#4c6272}
.summary{font-size:18px;border-left:6px solid #005eb8;padding-left:14px;margin:16px 0}
.caution{padding:8px 12px;background:#f0f4f5;border-left:6px solid #768692}
table{border-collapse:collapse;width:100%;margin:0 0 12px;font-size:15px;line-height:1.35}
caption{text-align:left;font-weight:bold;padding:4px 0}
th,td{padding:5px 8px 5px 0;border-bottom:1px solid #d8dde0;text-align:right;vertical-align:top}
th{vertical-align:bottom}
th:last-child,td:last-child{padding-right:0}
tbody th{font-weight:normal;vertical-align:top;overflow-wrap:anywhere}
th:first-child{text-align:left}
@media (max-width:30em){table{font-size:14px}th,td{padding-right:5px}}
@media (prefers-color-scheme:dark){body{background:#12181c;color:#e8edee}
h2,th,td{border-color:#37434b}.quiet{color:#b3bfc7}
.audience,.caution{background:#1d262c}.audience{border-left-color:#ffb066}.caution{border-left-color:#7d8b95}
.summary{border-left-color:#6cb6ff}}
@page{size:A4;margin:18mm 16mm}
)css";

class MailWriter {
 public:
  void operator()(const Paragraph& paragraph) { element("p", paragraph.text); }
  void operator()(const Caution& caution) {
    text_ += fmt::format("<p class=\"caution\"><strong>Note:</strong> {}</p>\n", html_text(caution.text));
  }

  void operator()(const Bullets& bullets) {
    text_ += "<ul>\n";
    for (const std::string& item : bullets.items) element("li", item);
    text_ += "</ul>\n";
  }

  void operator()(const page::Table& table) {
    text_ += fmt::format("<table>\n<caption>{}</caption>\n<thead>\n<tr>", html_text(table.caption));
    for (const std::string& heading : table.headings)
      text_ += fmt::format("<th scope=\"col\">{}</th>", html_text(heading));
    text_ += "</tr>\n</thead>\n<tbody>\n";
    for (const auto& row : table.rows) {
      text_ += fmt::format("<tr><th scope=\"row\">{}</th>", html_text(row.front()));
      for (std::size_t i = 1; i < row.size(); ++i) text_ += fmt::format("<td>{}</td>", html_text(row[i]));
      text_ += "</tr>\n";
    }
    text_ += "</tbody>\n</table>\n";
  }

  /// Few mail programs draw.
  void operator()(const Figure& figure) {
    element("p", figure.reading);
    (*this)(figure.table);
  }
  void operator()(const Cards& cards) { (*this)(cards.table); }
  void operator()(const Quote& quote) {
    element("blockquote", quote.text);
    element("p", quote.about);
  }

  void section(const Section& section, int level) {
    element(fmt::format("h{}", level), section.heading);
    for (const Block& block : section.blocks) std::visit(*this, block);
    for (const Section& part : section.parts) this->section(part, level + 1);
  }

  std::string take() { return std::move(text_); }

 private:
  void element(std::string_view name, std::string_view text) {
    text_ += fmt::format("<{0}>{1}</{0}>\n", name, html_text(text));
  }

  std::string text_;
};

}  // namespace

std::string mail_page(const Document& document) {
  MailWriter body;
  for (const Section& section : document.sections) body.section(section, 2);
  // Whoever opens it in a browser is held to it by the policy; a mail program has its own.
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
      "base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{0}</title>\n<style>{1}</style>\n</head>\n"
      "<body>\n<header>\n<p class=\"audience\">{2}</p>\n<h1>{0}</h1>\n<p class=\"quiet\">{3}</p>\n</header>\n"
      "<main>\n<p class=\"summary\">{4}</p>\n{5}</main>\n<footer>\n<p class=\"quiet\">{6}</p>\n</footer>\n"
      "</body>\n</html>\n",
      html_text(document.title), kMailStyle, html_text(document.audience), html_text(document.subtitle),
      html_text(document.summary), body.take(), html_text(document.footer));
}

}  // namespace nhs::report
