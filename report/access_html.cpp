#include <fmt/format.h>

#include <utility>

#include "report/access_facts.h"
#include "report/html_text.h"

namespace nhs::report {
namespace {

constexpr std::string_view kStyle =
    ":root{color-scheme:light dark}"
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "h1{line-height:1.2}h2{margin-top:2rem}"
    "article{border-top:1px solid;padding-top:.5rem;margin-top:1.5rem}"
    "blockquote{margin:1rem 0;padding:.5rem 1rem;border-left:4px solid;white-space:pre-wrap;overflow-wrap:anywhere}"
    "dt{font-weight:bold;margin-top:.5rem}dd{margin:0;overflow-wrap:anywhere}"
    "@media print{body{max-width:none;margin:0;font-size:11pt}article{break-inside:avoid}@page{size:A4;margin:2cm}}";

/// Of kStyle, in base64: report/ has no cryptography, and tests/report hold the two together.
constexpr std::string_view kStyleHash = "gqQFfnCYEBIuMpwawgN0WsY4QCyvf/7sa86rZ0BG6k8=";

class HtmlWriter final : public AccessWriter {
 public:
  explicit HtmlWriter(TimeZone zone) : zone_(std::move(zone)) {}

  std::string head(const AccessAnswer& answer) override {
    std::string page = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"robots\" content=\"noindex\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
        "<title>What is held about an account</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n",
        access_html_policy(), kStyle);
    page += fmt::format("<h1>What is held about <bdi>{}</bdi></h1>\n<p>{}</p>\n", html_text(answer.account),
                        html_text(access_summary(answer, zone_)));
    page +=
        "<p>This page is personal: it names an account. Keep it as you would a letter about somebody.</p>\n";
    for (const Passage& each : access_passages(answer, zone_)) {
      page += fmt::format("<section>\n<h2>{}</h2>\n", html_text(each.title));
      for (const std::string& line : each.lines) page += fmt::format("<p>{}</p>\n", html_text(line));
      page += "</section>\n";
    }
    if (answer.posts() > 0) page += "<h2>Posts</h2>\n";
    return page;
  }

  std::string post(const store::HeldPost& held, const AccessIdentity& identity) override {
    std::string article = fmt::format("<article>\n<h3>Post {}</h3>\n", held.post.ref);
    if (!held.post.text.empty())
      article += fmt::format("<blockquote dir=\"auto\">{}</blockquote>\n", html_text(held.post.text));
    article += "<dl>\n";
    for (const Fact& each : access_facts(held, identity, zone_))
      article +=
          fmt::format("<dt>{}</dt>\n<dd dir=\"auto\">{}</dd>\n", html_text(each.name), html_text(each.value));
    return article + "</dl>\n</article>\n";
  }

  std::string end() override { return "</main>\n</body>\n</html>\n"; }

 private:
  TimeZone zone_;
};

}  // namespace

std::string access_html_policy() {
  return fmt::format(
      "default-src 'none'; style-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'",
      kStyleHash);
}

std::unique_ptr<AccessWriter> access_html(TimeZone zone) {
  return std::make_unique<HtmlWriter>(std::move(zone));
}

}  // namespace nhs::report
