#include "collector/sources/markdown_text.h"

#include <md4c.h>

#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collector/sources/html_text.h"
#include "collector/sources/post_text.h"
#include "core/text.h"

namespace nhs::collector {
namespace {

/// For html_text, a new line unless there is one already: `<br>` at the end of a line breaks it once.
constexpr std::string_view kMarkedBreak = "<div>";

// What may part a text from the one before it.
constexpr std::string_view kBlankLine = "\n\n";
constexpr std::string_view kNewLine = "\n";
constexpr std::string_view kBesideMark = " ";

struct List {
  bool tight;
  char mark;  ///< `-`, `*` or `+`; of an ordered list what follows its numbers
  bool ordered;
  unsigned number;  ///< of its next item
};

/// Puts the blocks that md4c tells of together as text. md4c tells of no paragraphs in tight lists: whatever
/// text came until a block begins or ends is one.
class Writer {
 public:
  void enter(MD_BLOCKTYPE type, const void* detail) {
    end_block(type);
    if (type == MD_BLOCK_UL) {
      const auto& list = *static_cast<const MD_BLOCK_UL_DETAIL*>(detail);
      lists_.push_back({list.is_tight != 0, list.mark, false, 0});
    } else if (type == MD_BLOCK_OL) {
      const auto& list = *static_cast<const MD_BLOCK_OL_DETAIL*>(detail);
      lists_.push_back({list.is_tight != 0, list.mark_delimiter, true, list.start});
    } else if (type == MD_BLOCK_LI) {
      begin_item(lists_.back());
    }
  }

  void leave(MD_BLOCKTYPE type) {
    end_block(type);
    if (type == MD_BLOCK_LI) break_ = kBlankLine;
    if (type == MD_BLOCK_UL || type == MD_BLOCK_OL) lists_.pop_back();
  }

  void add(MD_TEXTTYPE type, std::string_view text) {
    if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)
      block_ += kMarkedBreak;
    else if (type == MD_TEXT_ENTITY || type == MD_TEXT_HTML)
      block_ += text;
    else
      add_literal(text);
  }

  std::string text() && { return std::move(text_); }

 private:
  void add_literal(std::string_view text) {
    for (const char c : text) {
      if (c == '<')
        block_ += "&lt;";
      else if (c == '&')
        block_ += "&amp;";
      else
        block_ += c;
    }
  }

  void begin_item(List& list) {
    if (list.tight && in_tight_list_ && break_ != kBesideMark) break_ = kNewLine;
    put(list.ordered ? std::to_string(list.number++) + list.mark : std::string{list.mark});
    break_ = kBesideMark;
  }

  void end_block(MD_BLOCKTYPE type) {
    if (!block_.empty()) put(html_text(type == MD_BLOCK_CODE ? "<pre>" + block_ : block_));
    block_.clear();
    // What begins an item stands beside its mark.
    if (break_ != kBesideMark) break_ = kBlankLine;
  }

  void put(std::string_view text) {
    if (text.empty()) return;
    if (!text_.empty()) text_ += break_;
    text_ += text;
    break_ = kBlankLine;
    in_tight_list_ = !lists_.empty() && lists_.back().tight;
  }

  std::string text_;
  std::string block_;                    ///< HTML
  std::string_view break_ = kBlankLine;  ///< before what comes next
  bool in_tight_list_ = false;           ///< what came last
  std::vector<List> lists_;
};

/// `[1]: address` is read as text: as soon as one address is defined, md4c 0.4.8 takes seconds over brackets
/// within brackets; and who begins a line with `[Note]:` means it to be seen. The control character that
/// keeps md4c from it is dropped by html_text.
std::string without_definitions(std::string_view markdown) {
  std::string text;
  text.reserve(markdown.size());
  for (const char c : markdown) {
    if (c == ':' && !text.empty() && text.back() == ']') text += '\x01';
    text += c;
  }
  return text;
}

Writer& writer(void* userdata) { return *static_cast<Writer*>(userdata); }

}  // namespace

std::string markdown_text(std::string_view markdown) {
  // Cut first: many lines before many brackets, or behind many list marks, cost md4c the product of the two.
  const std::string clean = without_definitions(post_text("", repaired(markdown)));
  MD_PARSER parser{};
  parser.flags = MD_DIALECT_COMMONMARK;
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* userdata) {
    writer(userdata).enter(type, detail);
    return 0;
  };
  parser.leave_block = [](MD_BLOCKTYPE type, void*, void* userdata) {
    writer(userdata).leave(type);
    return 0;
  };
  parser.enter_span = parser.leave_span = [](MD_SPANTYPE, void*, void*) { return 0; };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* userdata) {
    writer(userdata).add(type, {text, size});
    return 0;
  };
  Writer written;
  // It fails only for want of memory.
  if (md_parse(clean.data(), static_cast<MD_SIZE>(clean.size()), &parser, &written) != 0)
    throw std::bad_alloc{};
  return std::move(written).text();
}

}  // namespace nhs::collector
