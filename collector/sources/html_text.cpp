#include "collector/sources/html_text.h"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "core/ascii.h"
#include "core/result.h"
#include "core/text.h"

namespace nhs::collector {
namespace {

// Gumbo builds a tree: it recurses to free it, walks it for every open element and copies misnested
// formatting elements, so that a few hundred kilobytes from a hostile server cost a stack or gigabytes. So
// tags are read here, by the rules of the HTML standard's tokeniser, and Gumbo decodes what is left: text
// with its entities, and three void elements that mark breaks. Its tree is then never deeper than `body`.
constexpr std::string_view kLineBreak = "<br>";
constexpr std::string_view kParagraphBreak = "<hr>";
constexpr std::string_view kSoftBreak = "<wbr>";  ///< a new line, unless there is one already
constexpr GumboTag kSoftBreakTag = GUMBO_TAG_WBR;

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The break that an element's start and end make; empty for those that flow with their text.
std::string_view break_at(std::string_view name) {
  static constexpr std::array<std::string_view, 13> paragraphs = {
      "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "table", "hr"};
  static constexpr std::array<std::string_view, 18> lines = {
      "div",    "li",    "tr",   "dl",  "dt",     "dd",         "section", "article", "header",
      "footer", "aside", "main", "nav", "figure", "figcaption", "address", "option",  "details"};
  if (name == "br") return kLineBreak;
  if (is_one_of(name, paragraphs)) return kParagraphBreak;
  if (is_one_of(name, lines)) return kSoftBreak;
  return name == "td" || name == "th" ? std::string_view{" "} : std::string_view{};
}

/// Elements whose content nobody reads. The tokeniser takes what is in them as text up to their end tag.
bool is_unseen(std::string_view name) {
  static constexpr std::array<std::string_view, 7> unseen = {"script",   "style", "iframe",  "noembed",
                                                             "noframes", "title", "textarea"};
  return is_one_of(name, unseen);
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r'; }

/// Reads HTML into text with entities and break marks.
class Tokeniser {
 public:
  explicit Tokeniser(std::string_view html) : html_(html), last_close_(html.rfind('>')) {
    marked_.reserve(html.size());
  }

  std::string marked_text() && {
    while (at_ < html_.size()) {
      if (html_[at_] == '<')
        read_markup();
      else
        take_text(html_[at_++]);
    }
    return std::move(marked_);
  }

 private:
  char peek(std::size_t ahead) const { return at_ + ahead < html_.size() ? html_[at_ + ahead] : '\0'; }

  void take_text(char c) {
    if (c == '\n' && open_pre_ > 0)
      marked_ += kLineBreak;
    else
      marked_ += c;
  }

  void read_markup() {
    const bool closes = peek(1) == '/';
    if (is_letter(peek(closes ? 2 : 1)))
      read_tag(closes);
    else if (html_.substr(at_, 4) == "<!--")
      skip_comment();
    else if ((closes || peek(1) == '!' || peek(1) == '?') && has_close_ahead())
      skip_past(">", at_ + 1);
    else {
      marked_ += "&lt;";
      ++at_;
    }
  }

  /// Kinder than the standard: `heart </3` without any `>` behind it is text. Searched once, to stay linear.
  bool has_close_ahead() const { return last_close_ != std::string_view::npos && last_close_ > at_; }

  void skip_comment() {
    // `<!-->` and `<!--->` are whole comments.
    if (html_.substr(at_ + 4, 1) == ">" || html_.substr(at_ + 4, 2) == "->") return skip_past(">", at_ + 4);
    skip_past("-->", at_ + 4);
  }

  void skip_past(std::string_view end, std::size_t from) {
    const auto found = html_.find(end, from);
    at_ = found == std::string_view::npos ? html_.size() : found + end.size();
  }

  void read_tag(bool closes) {
    at_ += closes ? 2 : 1;
    std::string name;
    while (at_ < html_.size() && !is_space(html_[at_]) && html_[at_] != '/' && html_[at_] != '>') {
      // No element that matters has a longer name.
      if (name.size() < 16) name += lower(html_[at_]);
      ++at_;
    }
    if (!skip_attributes()) return;
    marked_ += break_at(name);
    if (name == "pre") open_pre_ = std::max(0, open_pre_ + (closes ? -1 : 1));
    if (!closes && is_unseen(name)) skip_content(name);
  }

  /// To behind the tag's `>`. False when the text ends within the tag, which then was none.
  bool skip_attributes() {
    bool after_equals = false;
    while (at_ < html_.size()) {
      const char c = html_[at_++];
      if (c == '>') return true;
      if (after_equals && (c == '"' || c == '\'')) skip_past(std::string_view{&c, 1}, at_);
      if (!is_space(c)) after_equals = c == '=';
    }
    return false;
  }

  void skip_content(const std::string& name) {
    while (at_ < html_.size()) {
      skip_past("</", at_);
      if (at_ + name.size() > html_.size()) return;
      const bool ends = std::equal(name.begin(), name.end(), html_.begin() + static_cast<std::ptrdiff_t>(at_),
                                   [](char a, char b) { return a == lower(b); });
      if (ends) return skip_past(">", at_);
    }
  }

  std::string_view html_;
  std::size_t last_close_;
  std::size_t at_ = 0;
  int open_pre_ = 0;
  std::string marked_;
};

/// Puts runs of text and breaks together: white space collapsed, none beside a break, at most one blank line.
class Layout {
 public:
  void add_break(GumboTag tag) {
    if (tag == GUMBO_TAG_HR)
      newlines_ = 2;
    else if (tag == kSoftBreakTag)
      newlines_ = std::max(newlines_, 1);
    else
      newlines_ = std::min(2, newlines_ + 1);
  }

  void add_text(std::string_view text) {
    while (!text.empty()) {
      const std::size_t word = text.find_first_not_of(" \t\n\f\r");
      if (word != 0) space_ = true;
      if (word == std::string_view::npos) return;
      text.remove_prefix(word);
      const std::size_t length = std::min(text.find_first_of(" \t\n\f\r"), text.size());
      put(text.substr(0, length));
      text.remove_prefix(length);
    }
  }

  std::string text() && { return std::move(text_); }

 private:
  void put(std::string_view word) {
    if (!text_.empty()) {
      if (newlines_ > 0)
        text_.append(static_cast<std::size_t>(newlines_), '\n');
      else if (space_)
        text_ += ' ';
    }
    newlines_ = 0;
    space_ = false;
    text_ += word;
  }

  std::string text_;
  int newlines_ = 0;
  bool space_ = false;
};

/// In one pass: a hostile text may be nothing else.
std::string with_plain_spaces(std::string_view text) {
  constexpr std::string_view no_break_space = "\xC2\xA0";
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(no_break_space, at), text.size());
    plain += text.substr(at, end - at);
    if (end < text.size()) plain += ' ';
    at = end + no_break_space.size();
  }
  return plain;
}

const GumboNode* body_of(const GumboOutput& document) {
  const GumboVector& children = document.root->v.element.children;
  for (unsigned i = 0; i < children.length; ++i) {
    const auto* child = static_cast<const GumboNode*>(children.data[i]);
    if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == GUMBO_TAG_BODY) return child;
  }
  return nullptr;
}

/// Gumbo takes memory for granted and would go on with a null pointer. What is stored is safe however this
/// ends.
void* memory_or_end(void*, std::size_t size) {
  if (void* memory = std::malloc(size); memory != nullptr) return memory;
  std::fputs("there is no memory left; give it more, or try again later\n", stderr);
  std::_Exit(static_cast<int>(ExitStatus::try_again));
}

}  // namespace

std::string html_text(std::string_view html) {
  const std::string clean = repaired(html);
  const std::string marked = Tokeniser{clean}.marked_text();
  const auto destroy = [](GumboOutput* document) { gumbo_destroy_output(&kGumboDefaultOptions, document); };
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  options.allocator = memory_or_end;
  const std::unique_ptr<GumboOutput, decltype(destroy)> document(
      gumbo_parse_with_options(&options, marked.data(), marked.size()), destroy);
  const GumboNode* body = body_of(*document);
  if (body == nullptr) return {};
  Layout layout;
  const GumboVector& nodes = body->v.element.children;
  for (unsigned i = 0; i < nodes.length; ++i) {
    const auto* node = static_cast<const GumboNode*>(nodes.data[i]);
    if (node->type == GUMBO_NODE_ELEMENT) {
      layout.add_break(node->v.element.tag);
    } else if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE) {
      layout.add_text(with_plain_spaces(node->v.text.text));
    }
  }
  return repaired(std::move(layout).text());
}

}  // namespace nhs::collector
