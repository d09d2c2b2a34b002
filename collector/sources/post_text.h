#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collector/source.h"

namespace nhs::collector {

/// The longest text that is kept of a post, in bytes: some eight thousand words, a long read. What comes
/// after is cut off; more would be a book, or meant to keep us busy.
inline constexpr std::size_t kMaxPostBytes = 50'000;

/// The longest name or language, and the longest address, that is taken from a server: what many items share
/// (a channel's author, the base of all links) would fill the memory once for each.
inline constexpr std::size_t kMaxNameBytes = 512;
inline constexpr std::size_t kMaxAddressBytes = 4096;
/// So many hashtags of a post are kept.
inline constexpr std::size_t kMaxTags = 300;

/// Cut at so many bytes, between characters. Pure and thread-safe.
std::string cut_at(std::string_view text, std::size_t most);

/// A post's text: its heading (title or content warning; may be empty), a blank line, its body. Cut at
/// kMaxPostBytes, between characters. Pure and thread-safe.
std::string post_text(std::string_view heading, std::string_view body);

/// Whether a post with these tags (as tags_as_written gives them, so with the text's) is one that is watched
/// for.
bool carries(const Topic& topic, const std::vector<std::string>& tags);

}  // namespace nhs::collector
