#pragma once

#include <string_view>

#include "collector/sources/feed_document.h"

namespace nhs::collector {

/// Reads JSON Feed 1.0 and 1.1 (jsonfeed.org); part of read_feed. text: UTF-8.
Result<FeedDocument> read_json_feed(std::string_view text, std::string_view url);

}  // namespace nhs::collector
