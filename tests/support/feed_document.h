#pragma once

#include <string>
#include <vector>

#include "tests/support/feed_server.h"

namespace nhs::test {

/// RSS 2.0, in the order of the items.
std::string rss_document(const std::string& title, const std::vector<FeedItem>& items);

/// Atom 1.0, in the order of the items.
std::string atom_document(const std::string& title, const std::vector<FeedItem>& items);

}  // namespace nhs::test
