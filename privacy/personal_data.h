#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nhs::privacy {

/// What mask.cpp is made of: one function for each kind of datum. Each looks at one place of a text, `before`
/// being the text as masked so far and `rest` what comes, never empty. That they look back at masked text
/// only is what makes masking idempotent: a second walk meets the same `before` at every step. All are pure,
/// and none looks at more than a bounded number of bytes unless it finds something, which keeps the walk
/// linear.

/// What to write instead of a piece of the text.
struct Finding {
  std::size_t length;          ///< bytes of `rest` that it stands for
  std::string instead;         ///< the same bytes again where only the walk must pass over them
  std::size_t taken_back = 0;  ///< bytes of `before` that go as well
  bool is_link = false;        ///< nothing is taken back from it later
};

inline constexpr std::string_view kEmailMask = "[email]";
inline constexpr std::string_view kPhoneMask = "[phone]";
inline constexpr std::string_view kNhsNumberMask = "[nhs number]";
inline constexpr std::string_view kPostcodeMask = "[postcode]";
inline constexpr std::string_view kMentionMask = "@…";
inline constexpr std::array<std::string_view, 4> kBracketMasks = {kEmailMask, kPhoneMask, kNhsNumberMask,
                                                                  kPostcodeMask};

/// A web link that starts here, with or without scheme.
std::optional<Finding> find_link(std::string_view before, std::string_view rest);

/// An e-mail address whose `@` is here.
std::optional<Finding> find_email(std::string_view before, std::string_view rest);

/// A mention whose `@` is here. One of an organisation is found too, and stays.
std::optional<Finding> find_mention(std::string_view rest, const std::vector<std::string>& organisations);

/// A telephone number or an NHS number that starts here.
std::optional<Finding> find_number(std::string_view before, std::string_view rest);

/// A UK postcode that starts here.
std::optional<Finding> find_postcode(std::string_view before, std::string_view rest);

/// True when masked() would change more in the text than its links.
bool holds_personal_data(std::string_view text);

/// Bytes as in ASCII; bytes of longer characters are neither.
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
inline bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }
inline char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// True when the text ends within a word, so that none can start after it.
bool ends_in_word(std::string_view text);
/// True when the text starts within a word.
bool starts_in_word(std::string_view text);

}  // namespace nhs::privacy
