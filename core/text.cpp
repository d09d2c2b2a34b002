#include "core/text.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <stdexcept>
#include <unordered_set>

namespace nhs {
namespace {

/// Calls f(code point, byte offset, byte length) for each character; invalid bytes come as a negative code
/// point.
template <typename F>
void for_each_character(std::string_view text, F&& f) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < length;) {
    const std::int32_t start = i;
    UChar32 c = 0;
    U8_NEXT(bytes, i, length, c);
    f(c, static_cast<std::size_t>(start), static_cast<std::size_t>(i - start));
  }
}

bool is_word(UChar32 c) {
  return c >= 0 && (u_isalnum(c) || c == '_' || u_charType(c) == U_NON_SPACING_MARK);
}

}  // namespace

std::string repaired(std::string_view bytes) {
  // Most texts are plain ASCII and copied in one go.
  const bool plain = std::all_of(bytes.begin(), bytes.end(), [](char c) { return c >= ' ' && c < 0x7F; });
  if (plain) return std::string(bytes);
  std::string text;
  text.reserve(bytes.size());
  for_each_character(bytes, [&](UChar32 c, std::size_t start, std::size_t length) {
    if (c < 0) {
      text += "\xEF\xBF\xBD";
    } else if (c == '\r') {
      if (start + 1 >= bytes.size() || bytes[start + 1] != '\n') text += '\n';
    } else if ((c >= ' ' && c < 0x7F) || c == '\n' || c == '\t' || u_charType(c) != U_CONTROL_CHAR) {
      text.append(bytes, start, length);
    }
  });
  return text;
}

std::string folded(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no NFKC_Casefold data");
  std::string result;
  result.reserve(text.size());
  icu::StringByteSink<std::string> sink(&result);
  normalizer->normalizeUTF8(0, {text.data(), static_cast<std::int32_t>(text.size())}, sink, nullptr, status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU could not fold a text");
  return result;
}

std::string tag_key(std::string_view tag) {
  if (!tag.empty() && tag.front() == '#') tag.remove_prefix(1);
  return folded(tag);
}

std::vector<std::string> hashtags_in(std::string_view text) {
  std::vector<std::string> tags;
  std::unordered_set<std::string> known;  // a hostile text may hold very many
  const auto close = [&](std::size_t start, std::size_t end) {
    const std::string tag{text.substr(start, end - start)};
    const bool only_digits = std::all_of(tag.begin(), tag.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!only_digits && known.insert(tag).second) tags.push_back(tag);
  };
  std::size_t tag_start = std::string_view::npos;
  UChar32 previous = ' ';
  for_each_character(text, [&](UChar32 c, std::size_t start, std::size_t) {
    if (tag_start != std::string_view::npos && !is_word(c)) {
      close(tag_start, start);
      tag_start = std::string_view::npos;
    }
    // `page#part` and `/#/path` are links, `&#39;` is an entity that somebody forgot to decode.
    const bool glued = is_word(previous) || previous == '/' || previous == '&' || previous == '#';
    if (c == '#' && !glued) tag_start = start + 1;
    previous = c;
  });
  if (tag_start != std::string_view::npos) close(tag_start, text.size());
  return tags;
}

bool carries_topic(std::string_view text, const std::vector<std::string>& tags, std::string_view topic) {
  const std::string wanted = tag_key(topic);
  const auto is_topic = [&](const std::string& tag) { return tag_key(tag) == wanted; };
  if (std::any_of(tags.begin(), tags.end(), is_topic)) return true;
  const std::vector<std::string> in_text = hashtags_in(text);
  return std::any_of(in_text.begin(), in_text.end(), is_topic);
}

std::string_view without_byte_order_mark(std::string_view text) {
  if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) text.remove_prefix(kByteOrderMark.size());
  return text;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view white = " \t\n\r\f\v";
  const std::size_t first = text.find_first_not_of(white);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(white) - first + 1);
}

bool is_blank(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const Character character = character_at(text, i);
    if (!u_isUWhiteSpace(static_cast<UChar32>(character.code))) return false;
    i += character.length;
  }
  return true;
}

Character character_at(std::string_view text, std::size_t offset) {
  if (static_cast<std::uint8_t>(text[offset]) < 0x80) return {static_cast<std::uint8_t>(text[offset]), 1};
  // No character is longer than four bytes, and ICU counts in 32 bits.
  const std::string_view window = text.substr(offset, 4);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(window.data());
  std::int32_t end = 0;
  UChar32 c = 0;
  U8_NEXT_OR_FFFD(bytes, end, static_cast<std::int32_t>(window.size()), c);
  return {static_cast<char32_t>(c), static_cast<std::size_t>(end)};
}

Character character_before(std::string_view text, std::size_t offset) {
  if (static_cast<std::uint8_t>(text[offset - 1]) < 0x80)
    return {static_cast<std::uint8_t>(text[offset - 1]), 1};
  const std::string_view window = text.substr(0, offset).substr(offset > 4 ? offset - 4 : 0);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(window.data());
  auto start = static_cast<std::int32_t>(window.size());
  UChar32 c = 0;
  U8_PREV_OR_FFFD(bytes, 0, start, c);
  return {static_cast<char32_t>(c), window.size() - static_cast<std::size_t>(start)};
}

bool is_word_character(char32_t code) {
  if (code < 0x80)
    return (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z') ||
           code == '_';
  return is_word(static_cast<UChar32>(code));
}

bool is_letter_or_number(char32_t code) {
  return (U_GET_GC_MASK(static_cast<UChar32>(code)) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for_each_character(text, [&](UChar32 c, std::size_t, std::size_t) {
    if (c < 0) {
      ++width;
      return;
    }
    const auto type = u_charType(c);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR || u_iscntrl(c))
      return;
    const auto wide = static_cast<UEastAsianWidth>(u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH));
    width += wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
  });
  return width;
}

}  // namespace nhs
