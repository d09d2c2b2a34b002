#include "collector/sources/author_spelling.h"

#include <map>
#include <set>

#include "collector/sources/post_text.h"
#include "core/text.h"

namespace nhs::collector {

std::vector<std::string> tags_as_written(const std::vector<std::string>& named, std::string_view text) {
  const std::vector<std::string> written = hashtags_in(text);
  std::map<std::string, std::string> spellings;
  for (const std::string& tag : written) spellings.emplace(tag_key(tag), tag);
  std::vector<std::string> tags;
  std::set<std::string> keys;
  const auto add = [&](const std::string& tag, const std::string& key) {
    if (!key.empty() && tags.size() < kMaxTags && keys.insert(key).second) tags.push_back(tag);
  };
  for (const std::string& name : named) {
    const std::string key = tag_key(name);
    const auto spelling = spellings.find(key);
    const std::size_t hash = name.rfind('#', 0) == 0 ? 1 : 0;
    add(spelling == spellings.end() ? name.substr(hash) : spelling->second, key);
  }
  for (const std::string& tag : written) add(tag, tag_key(tag));
  return tags;
}

}  // namespace nhs::collector
