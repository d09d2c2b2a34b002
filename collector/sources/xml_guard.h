#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace nhs::collector {

/// How deep elements may nest: feeds reach 6, an Atom entry with a newsletter's tables inside some 40.
inline constexpr int kMaxXmlDepth = 128;

/// How many `<` a document may have: a thousand items with some hundreds each. The tree takes up to 64 bytes
/// for one.
inline constexpr std::size_t kMaxXmlTags = 500'000;

/// How many attributes an element may have: ten would do, and looking up a namespace walks them all.
inline constexpr int kMaxXmlAttributes = 64;

/// Why a text is not to be parsed as a feed, in words for people: a web page, entity declarations, too many
/// tags. Empty when it may be parsed.
std::string xml_refusal(std::string_view text);

/// Whether every element keeps to kMaxXmlDepth and kMaxXmlAttributes. Without recursion, since this is what
/// guards it.
bool within_xml_limits(pugi::xml_node document);

}  // namespace nhs::collector
