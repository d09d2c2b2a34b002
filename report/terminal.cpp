#include "report/terminal.h"

#include <unicode/utf8.h>

#include <algorithm>

#include "core/shown_text.h"
#include "core/text.h"

namespace nhs::report {
std::string terminal_safe(std::string_view text, bool one_line) {
  return shown_text(text, one_line ? Lines::as_one : Lines::kept);
}

std::string cut_to(std::string_view text, std::size_t columns, bool unicode) {
  if (display_width(text) <= columns) return std::string{text};
  const std::string_view ellipsis = unicode ? "…" : "...";
  const std::size_t room = columns > display_width(ellipsis) ? columns - display_width(ellipsis) : 0;
  std::size_t end = 0;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto length = static_cast<std::int32_t>(text.size());
  std::size_t width = 0;
  for (std::int32_t i = 0; i < length;) {
    const std::int32_t start = i;
    U8_FWD_1(bytes, i, length);
    width += display_width(text.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(i - start)));
    if (width > room) break;
    end = static_cast<std::size_t>(i);
  }
  return std::string{trimmed(text.substr(0, end))} + std::string{ellipsis};
}

std::string padded(std::string_view text, std::size_t columns) {
  const std::size_t width = display_width(text);
  return std::string{text} + std::string(width < columns ? columns - width : 0, ' ');
}

std::string padded_left(std::string_view text, std::size_t columns) {
  const std::size_t width = display_width(text);
  return std::string(width < columns ? columns - width : 0, ' ') + std::string{text};
}

std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines(1);
  std::size_t position = 0;
  while (position < text.size()) {
    if (text[position] == '\n') {
      lines.emplace_back();
      ++position;
      continue;
    }
    if (text[position] == ' ') {
      ++position;
      continue;
    }
    const std::size_t end = std::min(text.find_first_of(" \n", position), text.size());
    const std::string_view word = text.substr(position, end - position);
    std::string& line = lines.back();
    if (line.empty())
      line = word;
    else if (display_width(line) + 1 + display_width(word) <= columns)
      line.append(" ").append(word);
    else
      lines.emplace_back(word);
    position = end;
  }
  return lines;
}

std::string indented(std::string_view text, std::size_t indent, const Terminal& terminal) {
  std::string block;
  for (const std::string& line : wrapped(text, std::max<std::size_t>(terminal.columns, indent + 20) - indent))
    block += std::string(indent, ' ') + line + "\n";
  return block;
}

std::string wrapped_lines(const std::vector<std::string>& texts, const Terminal& terminal,
                          std::string_view mark) {
  constexpr std::size_t kIndent = 2;
  const std::size_t columns = std::max<std::size_t>(terminal.columns, 20) - kIndent;
  std::string lines;
  for (const std::string& text : texts) {
    std::size_t used = kIndent;
    for (const std::string& line : wrapped(std::string{mark} + terminal_safe(text), columns)) {
      lines.append(kIndent - used, ' ');
      lines += line + "\n";
      used = 0;
    }
  }
  return lines;
}

std::string bold(std::string_view text, const Terminal& terminal) {
  return terminal.colour ? "\x1b[1m" + std::string{text} + "\x1b[0m" : std::string{text};
}

}  // namespace nhs::report
