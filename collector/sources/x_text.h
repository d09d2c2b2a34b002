#pragma once

#include <map>
#include <string>
#include <string_view>

namespace nhs::collector {

/// What X's short links stand for: the address behind each, empty for one that only shows the post's own
/// picture or the post that it quotes.
using ShortLinks = std::map<std::string, std::string, std::less<>>;

/// A post's text as its author wrote it: `&amp;`, `&lt;` and `&gt;`, the only characters that X escapes,
/// decoded once; each t.co link replaced by the address behind it, or left out with the space before it.
/// Links are found by their text: whether the offsets that X sends count characters or UTF-16 units is said
/// nowhere. Cut soon after kMaxPostBytes. Pure and thread-safe.
std::string x_text(std::string_view escaped, const ShortLinks& links);

}  // namespace nhs::collector
