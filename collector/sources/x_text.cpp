#include "collector/sources/x_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "collector/sources/post_text.h"
#include "core/ascii.h"

namespace nhs::collector {
namespace {

bool is_link_character(char c) { return is_letter(c) || is_digit(c); }

/// The length of the t.co link with which the text begins; 0 when it begins with none.
std::size_t short_link_length(std::string_view text) {
  for (const std::string_view start : {std::string_view{"https://t.co/"}, std::string_view{"http://t.co/"}}) {
    if (text.substr(0, start.size()) != start) continue;
    std::size_t length = start.size();
    while (length < text.size() && is_link_character(text[length])) ++length;
    return length;
  }
  return 0;
}

/// The character that an entity at the text's beginning stands for, and the entity's length; 0 for none.
std::pair<char, std::size_t> entity(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, char>, 3> entities{
      {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}}};
  for (const auto& [written, character] : entities)
    if (text.substr(0, written.size()) == written) return {character, written.size()};
  return {'\0', 0};
}

}  // namespace

std::string x_text(std::string_view escaped, const ShortLinks& links) {
  std::string text;
  std::size_t at = 0;
  while (at < escaped.size() && text.size() <= kMaxPostBytes) {
    const std::string_view rest = escaped.substr(at);
    if (const std::size_t length = rest[0] == 'h' ? short_link_length(rest) : 0; length > 0) {
      const auto link = links.find(rest.substr(0, length));
      if (link == links.end())
        text += rest.substr(0, length);
      else if (!link->second.empty())
        text += link->second;
      else if (!text.empty() && text.back() == ' ')
        text.pop_back();
      at += length;
    } else if (const auto [character, taken] = entity(rest); taken > 0) {
      text += character;
      at += taken;
    } else {
      text += rest[0];
      ++at;
    }
  }
  return text;
}

}  // namespace nhs::collector
