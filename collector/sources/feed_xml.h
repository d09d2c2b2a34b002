#pragma once

#include <string_view>

#include "collector/sources/feed_document.h"

namespace nhs::collector {

/// Reads RSS 2.0, 1.0 and 0.9x and Atom 1.0; part of read_feed. text: UTF-8 without byte order mark and
/// leading white space.
Result<FeedDocument> read_xml_feed(std::string_view text, std::string_view url);

}  // namespace nhs::collector
