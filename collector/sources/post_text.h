#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collector/source.h"

namespace nhs::collector {

/// The longest text that is kept of a post, in bytes: some eight thousand words, a long read. What comes
/// after is cut off; more would be a book, or meant to keep us busy.
inline constexpr std::size_t kMaxPostBytes = 50'000;

/// A post's text: its heading (title or content warning; may be empty), a blank line, its body. Cut at
/// kMaxPostBytes, between characters. Pure and thread-safe.
std::string post_text(std::string_view heading, std::string_view body);

/// Whether a post with these tags (as tags_as_written gives them, so with the text's) is one that is watched
/// for.
bool carries(const Topic& topic, const std::vector<std::string>& tags);

}  // namespace nhs::collector
