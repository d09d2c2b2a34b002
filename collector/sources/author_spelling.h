#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nhs::collector {

/// A post's tags, each once: those that its network names, in the spelling that stands in the text (servers
/// lower them), then the text's other hashtags. Pure and thread-safe.
std::vector<std::string> tags_as_written(const std::vector<std::string>& named, std::string_view text);

}  // namespace nhs::collector
