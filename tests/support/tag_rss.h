#pragma once

#include <string>
#include <vector>

#include "tests/support/status.h"

namespace nhs::test {

/// A tag's feed as Mastodon writes it: RSS 2.0 whose items have neither title nor author, language or time of
/// editing.
std::string tag_rss(const std::string& tag, const std::string& domain,
                    const std::vector<const Status*>& newest);

}  // namespace nhs::test
