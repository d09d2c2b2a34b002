#include <algorithm>
#include <array>

#include "privacy/personal_data.h"

namespace nhs::privacy {
namespace {

constexpr std::string_view kBlueskyHost = ".bsky.social";
constexpr std::string_view kDid = "did:plc:";
constexpr std::size_t kDidCharacters = 24;  // of base 32 (did:plc method, "Identifier Syntax")
/// What a name of Reddit's has at least (its sign-up rules: 3 to 20 of letters, digits, _ and -).
constexpr std::size_t kShortestName = 3;
/// More than Reddit's names may have: a word that is longer goes as well, as far as this.
constexpr std::size_t kLongestName = 64;

/// What people shorten with `u/` that is no account: upstairs, ultrasound, undergraduate, underground, and
/// units (of insulin, alcohol or blood) a day.
constexpr std::array<std::string_view, 22> kShortened = {
    "stairs", "sound", "scan", "graduate", "graduates", "grad", "grads", "ground", "lined", "turn",  "side",
    "way",    "down",  "day",  "days",     "week",      "hour", "hrs",   "min",    "meal",  "litre", "dose"};

/// `10 u/kilo`: after a number it is units, unless the word is spelled as no word is.
bool is_rate(std::string_view before, std::string_view name) {
  if (!before.empty() && before.back() == ' ') before.remove_suffix(1);
  return !before.empty() && is_digit(before.back()) && std::all_of(name.begin(), name.end(), is_letter);
}

template <typename Holds>
std::size_t length_while(std::string_view text, std::size_t most, const Holds& holds) {
  std::size_t length = 0;
  while (length < text.size() && length < most && holds(text[length])) ++length;
  return length;
}

/// The byte after `amy.bsky.social`; 0 when none is here. What comes behind it decides by its first byte
/// alone, for further on a number may be masked yet.
std::size_t end_of_bluesky_handle(std::string_view text) {
  constexpr std::size_t longest = 253;  // what a handle may have
  const std::size_t run =
      length_while(text, longest, [](char c) { return is_letter(c) || is_digit(c) || c == '.' || c == '-'; });
  if (run <= kBlueskyHost.size()) return 0;
  const std::size_t host = small_tail(text.substr(0, run), run).find(kBlueskyHost);
  if (host == std::string::npos || host == 0 || small_tail(text.substr(0, host), host) == "www") return 0;
  const std::string_view after = text.substr(host + kBlueskyHost.size());
  const bool goes_on = starts_in_word(after) || after.substr(0, 1) == "-" || after.substr(0, 1) == "@";
  return goes_on ? 0 : host + kBlueskyHost.size();
}

std::size_t end_of_did(std::string_view text) {
  if (text.substr(0, kDid.size()) != kDid) return 0;
  const std::size_t characters = length_while(text.substr(kDid.size()), kDidCharacters + 1, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7');
  });
  const std::size_t end = kDid.size() + characters;
  return characters == kDidCharacters && !starts_in_word(text.substr(end)) ? end : 0;
}

/// The byte after `u/jane_doe`; 0 for `f/u/review` and `u/stairs`.
std::size_t end_of_reddit_name(std::string_view before, std::string_view text) {
  if (text.substr(0, 2) != "u/") return 0;
  const bool in_path =
      before.size() > 1 && before.back() == '/' && ends_in_word(before.substr(0, before.size() - 1));
  if (in_path && small_tail(before, 11) != "reddit.com/") return 0;
  const std::string_view rest = text.substr(2);
  const std::size_t length = length_while(
      rest, kLongestName, [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; });
  const std::string_view name = rest.substr(0, length);
  if (length < kShortestName || std::none_of(name.begin(), name.end(), is_letter)) return 0;
  const std::string_view after = rest.substr(length);
  if ((length < kLongestName && starts_in_word(after)) || after.substr(0, 1) == "@") return 0;
  if (is_rate(before, name)) return 0;
  const std::string small = small_tail(name, name.size());
  return std::find(kShortened.begin(), kShortened.end(), small) == kShortened.end() ? 2 + length : 0;
}

}  // namespace

std::optional<Finding> find_bare_account(std::string_view before, std::string_view rest,
                                         const std::vector<std::string>& organisations) {
  if (ends_in_word(before) || (!before.empty() && before.back() == '@')) return std::nullopt;
  std::size_t end = end_of_bluesky_handle(rest);
  if (end == 0) end = end_of_did(rest);
  if (end == 0) end = end_of_reddit_name(before, rest);
  if (end == 0) return std::nullopt;
  const bool stays = is_organisation(rest.substr(0, end), organisations);
  return Finding{end, stays ? std::string{rest.substr(0, end)} : std::string{kMentionMask}, Masked::mention};
}

}  // namespace nhs::privacy
