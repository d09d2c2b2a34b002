#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nhs {

/// Text primitives on ICU. All take UTF-8 and are pure and thread-safe.

/// The text with each invalid sequence replaced by U+FFFD, CR LF made LF, and NUL and other control
/// characters (but tab and newline) dropped. What every text from outside goes through first.
std::string repaired(std::string_view bytes);

/// Compatibility-composed and case-folded (NFKC_Casefold): equal for texts that differ only in case or in the
/// way a character is encoded.
std::string folded(std::string_view text);

/// How hashtags are compared: folded, without the leading `#`.
std::string tag_key(std::string_view tag);

/// The hashtags that stand in a text, without `#`, as written, each once, in order. A `#` within a word or in
/// a link does not start one.
std::vector<std::string> hashtags_in(std::string_view text);

/// True when one of the tags, or a hashtag in the text, is the topic.
bool carries_topic(std::string_view text, const std::vector<std::string>& tags, std::string_view topic);

/// What editors put before a text, and Excel wants to see, so that it is read as UTF-8: no part of it.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// The text without the byte order mark that it may begin with.
std::string_view without_byte_order_mark(std::string_view text);

/// The text without leading and trailing white space.
std::string_view trimmed(std::string_view text);

/// True for a text without anything but white space of any script, a no-break space among them.
bool is_blank(std::string_view text);

/// One character of a text: its code point, U+FFFD where the bytes are no UTF-8, and how many bytes it takes.
struct Character {
  char32_t code;
  std::size_t length;
};

/// The character that starts at this byte. offset: below text.size().
Character character_at(std::string_view text, std::size_t offset);

/// The character that ends before this byte. offset: 1 to text.size().
Character character_before(std::string_view text, std::size_t offset);

/// True for what words and hashtags are made of: letters, digits, `_` and combining marks, of any script.
bool is_word_character(char32_t code);

/// True for letters and numbers of any script, but no marks: what an index of words keeps something of.
bool is_letter_or_number(char32_t code);

/// How many terminal columns the text takes: wide characters two, combining marks none.
std::size_t display_width(std::string_view text);

}  // namespace nhs
