#include <fmt/format.h>

#include <algorithm>

#include "report/post_words.h"
#include "report/posts_view.h"

namespace nhs::report {
namespace {

std::string withheld_in_words(const store::StoredPost& post) {
  return fmt::format("(withheld, as its author asks not to be found; show {} has it, not for quoting)",
                     post.ref);
}

/// Of a long post as much as leaves room for the next ones.
std::string beginning_of(const store::StoredPost& post, const Terminal& terminal) {
  const std::string text = terminal_safe(post.text);
  const std::string cut = cut_to(text, kMostColumnsInLists, terminal.unicode);
  return cut == text ? text : fmt::format("{} (show {} has all of it)", cut, post.ref);
}

// No text has them (terminal_safe), and they take no column.
constexpr char kMatchBegins = '\x02';
constexpr char kMatchEnds = '\x03';

/// The snippet with its matches marked, on one line.
std::string with_marks(const store::Snippet& snippet) {
  const std::string_view text = snippet.text;
  std::string marked;
  std::size_t done = 0;
  for (const auto& [start, end] : snippet.matches) {
    marked += terminal_safe(text.substr(done, start - done)) + kMatchBegins;
    marked += terminal_safe(text.substr(start, end - start)) + kMatchEnds;
    done = end;
  }
  return marked + terminal_safe(text.substr(done));
}

/// Matches in bold; in brackets on a terminal without colour; as they stand elsewhere, for who searches on.
std::string snippet_block(const store::Snippet& snippet, std::size_t indent, const Terminal& terminal) {
  const std::string_view begin = terminal.colour ? "\x1b[1m" : terminal.interactive ? "[" : "";
  const std::string_view end = terminal.colour ? "\x1b[0m" : terminal.interactive ? "]" : "";
  std::string block;
  bool within = false;
  for (const char c : indented(with_marks(snippet), indent, terminal)) {
    if (c == kMatchBegins) block += begin;
    if (c == kMatchEnds) block += end;
    if (c == kMatchBegins || c == kMatchEnds) {
      within = c == kMatchBegins;
      continue;
    }
    // A match may go on in the next line, but not what stands before it there.
    if (c == '\n' && within && terminal.colour) block += end;
    block += c;
    if (c == '\n' && within && terminal.colour) block += begin;
  }
  return block;
}

}  // namespace

std::string posts_table(const std::vector<store::StoredPost>& posts, const TimeZone& zone,
                        const Terminal& terminal) {
  std::string text;
  for (const store::StoredPost& post : posts) {
    if (!text.empty()) text += "\n";
    text += bold(heading_of(post, zone), terminal) + "\n";
    text += indented(findings_in_words(post.classification) + (post.machine ? "; as people labelled it" : ""),
                     2, terminal);
    if (post.quotable && post.snippet)
      text += snippet_block(*post.snippet, 2, terminal);
    else
      text += indented(post.quotable ? beginning_of(post, terminal) : withheld_in_words(post), 2, terminal);
  }
  return text;
}

}  // namespace nhs::report
