#include "classifier/folded_text.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "core/text.h"

namespace nhs::classifier {
namespace {

struct Character {
  UChar32 code;  ///< negative for invalid bytes
  std::size_t end;
};

Character character_at(std::string_view text, std::size_t start) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto length = static_cast<std::int32_t>(text.size());
  auto i = static_cast<std::int32_t>(start);
  UChar32 code = 0;
  U8_NEXT(bytes, i, length, code);
  return {code, static_cast<std::size_t>(i)};
}

bool is_mark(UChar32 code) { return code >= 0x300 && (U_GET_GC_MASK(code) & U_GC_M_MASK) != 0; }

/// The end of the combining marks that follow a character; they must be composed together with it.
std::size_t end_of_marks(std::string_view text, std::size_t start) {
  while (start < text.size() && static_cast<unsigned char>(text[start]) >= 0x80) {
    const Character next = character_at(text, start);
    if (!is_mark(next.code)) break;
    start = next.end;
  }
  return start;
}

/// What people's keyboards put in place of an ASCII character; NFKC leaves these alone. 0: none.
char ascii_for(UChar32 code) {
  switch (code) {
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x02BC:
    case 0x00B4:
    case 0x2032:
      return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x00AB:
    case 0x00BB:
      return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2212:
      return '-';
    case 0x2014:  // People put no spaces around it, and it parts sentences.
    case 0x2015:
      return ';';
    case 0x2028:
    case 0x2029:
      return '\n';
    default:
      return 0;
  }
}

void append(FoldedText& into, std::string_view bytes, std::size_t from, std::size_t to, bool capital) {
  into.bytes += bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    into.origins.push_back({static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to), capital});
}

/// Folds one character that is not plain ASCII; returns where the next one starts.
std::size_t fold_character(std::string_view text, std::size_t start, FoldedText& into) {
  const Character c = character_at(text, start);
  if (c.code < 0) {
    append(into, "\xEF\xBF\xBD", start, c.end, false);
    return c.end;
  }
  if (u_iscntrl(c.code)) return c.end;
  const std::size_t end = end_of_marks(text, c.end);
  const char ascii = end == c.end ? ascii_for(c.code) : '\0';
  constexpr UChar32 first_pictograph = 0x1F300, last_pictograph = 0x1FAFF;
  if (ascii != 0) {
    append(into, {&ascii, 1}, start, end, false);
  } else if (c.code >= first_pictograph && c.code <= last_pictograph) {
    append(into, text.substr(start, c.end - start), start, end, false);
  } else {
    append(into, folded(text.substr(start, end - start)), start, end, u_isupper(c.code) != 0);
  }
  return end;
}

std::string_view judged_part(std::string_view text) {
  if (text.size() <= kLongestText) return text;
  std::size_t end = kLongestText;
  while (end > kLongestText - 4 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

/// Folds the ASCII characters from `start` up to the first that is something else or has marks to be composed
/// with; returns where that one is.
std::size_t fold_plain(std::string_view text, std::size_t start, FoldedText& into) {
  std::size_t end = start;
  while (end < text.size() && static_cast<unsigned char>(text[end]) < 0x80) ++end;
  if (end > start && end < text.size() && end_of_marks(text, end) != end) --end;
  const std::size_t held = into.bytes.size();
  into.bytes.resize(held + (end - start));
  into.origins.resize(held + (end - start));
  char* bytes = into.bytes.data() + held;
  FoldedText::Origin* origins = into.origins.data() + held;
  std::size_t count = 0;
  for (std::size_t i = start; i < end; ++i) {
    const char c = text[i];
    const bool white = c == '\t' || c == '\n' || c == '\r';
    const bool capital = c >= 'A' && c <= 'Z';
    bytes[count] = static_cast<char>(capital ? c + ('a' - 'A') : c == '`' ? '\'' : c);
    origins[count] = {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + 1), capital};
    // Control characters are written over.
    count += (c >= 0x20 && c != 0x7F) || white ? 1 : 0;
  }
  into.bytes.resize(held + count);
  into.origins.resize(held + count);
  return end;
}

}  // namespace

void fold(std::string_view text, FoldedText& into) {
  text = judged_part(text);
  into.bytes.clear();
  into.origins.clear();
  into.bytes.reserve(text.size());
  into.origins.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = fold_plain(text, i, into);
    i = end > i ? end : fold_character(text, i, into);
  }
}

}  // namespace nhs::classifier
