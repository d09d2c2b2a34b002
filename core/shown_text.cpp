#include "core/shown_text.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "core/text.h"

namespace nhs {
namespace {

/// Hebrew with accents and Vietnamese have fewer on one letter.
constexpr int kMostMarks = 6;

bool is_joiner(UChar32 c) { return c == 0x200C || c == 0x200D; }

/// By which an emoji is told from a plain sign.
bool is_variation(UChar32 c) { return c == 0xFE0E || c == 0xFE0F; }

bool is_mark(UChar32 c) {
  const auto type = u_charType(c);
  return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK;
}

/// Reorders or hides what is read, or is no character at all.
bool misleads(UChar32 c) {
  if (is_variation(c)) return false;
  switch (u_charType(c)) {
    case U_FORMAT_CHAR:
    case U_CONTROL_CHAR:
    case U_PRIVATE_USE_CHAR:
    case U_SURROGATE:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
      return true;
    default:
      return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
             u_hasBinaryProperty(c, UCHAR_NONCHARACTER_CODE_POINT);
  }
}

}  // namespace

std::string shown_text(std::string_view text, Lines lines) {
  const auto shows = [](char c) { return c >= ' ' && c <= '~'; };
  if (std::all_of(text.begin(), text.end(), shows)) return std::string{text};
  const std::string valid = repaired(text);
  std::string shown;
  shown.reserve(valid.size());
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(valid.data());
  const auto length = static_cast<std::int32_t>(valid.size());
  UChar32 before = 0;  // the last that is shown; 0 at the start of a line
  int marks = 0;
  for (std::int32_t i = 0; i < length;) {
    const std::int32_t start = i;
    UChar32 c = 0;
    U8_NEXT(bytes, i, length, c);
    if (c == '\n' || c == '\t') {
      shown += lines == Lines::as_one || c == '\t' ? ' ' : '\n';
      before = 0;
      continue;
    }
    const bool mark = is_mark(c);
    if (mark)
      ++marks;
    else if (!misleads(c) && !is_joiner(c))
      marks = 0;
    // No script of ASCII joins, and a mark without a letter would change what stands before the text.
    const bool out_of_place =
        (is_joiner(c) && before < 0x80) || (mark && (before == 0 || marks > kMostMarks));
    if (out_of_place || (misleads(c) && !is_joiner(c))) continue;
    shown.append(valid, static_cast<std::size_t>(start), static_cast<std::size_t>(i - start));
    before = c;
  }
  return shown;
}

}  // namespace nhs
