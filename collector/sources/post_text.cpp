#include "collector/sources/post_text.h"

#include <algorithm>

#include "core/text.h"

namespace nhs::collector {

std::string cut_at(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string{text};
  std::size_t end = most;
  // UTF-8's continuation bytes are 10xxxxxx.
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string{text.substr(0, end)};
}

std::string post_text(std::string_view heading, std::string_view body) {
  std::string text{trimmed(heading)};
  body = trimmed(body);
  if (!text.empty() && !body.empty()) text += "\n\n";
  text += body;
  return text.size() <= kMaxPostBytes ? text : cut_at(text, kMaxPostBytes);
}

bool carries(const Topic& topic, const std::vector<std::string>& tags) {
  const auto is_carried = [&](const std::string& tag) { return carries_topic("", tags, tag); };
  if (topic.all_tags.empty()) return is_carried(topic.tag);
  return std::any_of(topic.all_tags.begin(), topic.all_tags.end(), is_carried);
}

}  // namespace nhs::collector
