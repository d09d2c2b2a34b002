#pragma once

#include <string_view>

#include "collector/sources/feed_document.h"

namespace nhs::collector {

/// How deep elements may nest: feeds reach 6, an Atom entry with a newsletter's tables inside some 40.
inline constexpr int kMaxXmlDepth = 128;

/// How many `<` a document may have: a thousand items with some hundreds each. The tree takes up to 64 bytes
/// for one.
inline constexpr std::size_t kMaxXmlTags = 500'000;

/// Reads RSS 2.0, 1.0 and 0.9x and Atom 1.0; part of read_feed. text: UTF-8 without byte order mark and
/// leading white space.
Result<FeedDocument> read_xml_feed(std::string_view text, std::string_view url);

}  // namespace nhs::collector
