#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nhs::report {

/// What the place where text ends up can show.
struct Terminal {
  std::size_t columns = 80;
  bool colour = false;
  /// Box and block characters; else ASCII.
  bool unicode = true;
  /// A terminal: long cells may be cut to fit. Off a terminal nothing is cut.
  bool interactive = false;
};

/// Text from a post, made harmless for a terminal (core/shown_text.h). Newlines become spaces when
/// `one_line`.
std::string terminal_safe(std::string_view text, bool one_line = true);

/// The text cut to so many columns, with an ellipsis when something was left out.
std::string cut_to(std::string_view text, std::size_t columns, bool unicode);

/// The text padded with spaces to so many columns.
std::string padded(std::string_view text, std::size_t columns);
std::string padded_left(std::string_view text, std::size_t columns);

/// The text broken at spaces into lines of at most so many columns (a longer word stands alone).
std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

/// The text broken into lines within the terminal's columns, each set in so far and ended by a line feed.
std::string indented(std::string_view text, std::size_t indent, const Terminal& terminal);

/// Each text made harmless and broken into lines that fit, those after its first set in. Its first begins
/// with the mark.
std::string wrapped_lines(const std::vector<std::string>& texts, const Terminal& terminal,
                          std::string_view mark = {});

/// In bold, where the terminal has colour.
std::string bold(std::string_view text, const Terminal& terminal);

}  // namespace nhs::report
