#include "cli/words_to_keep.h"

#include <algorithm>

#include "config/source_kinds.h"
#include "core/text.h"

namespace nhs::cli {
namespace {

/// Each once, in their order.
void add_once(std::vector<std::string>& names, std::string name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
}

}  // namespace

std::string WordsToKeep::hidden(std::string_view in_its_place) {
  hid_some_ = true;
  return std::string{in_its_place};
}

Result<bool> WordsToKeep::has_posts(const store::Filter& alone) const {
  const auto posts = session_.reader.count(alone, 1);
  if (!posts) return tl::unexpected(posts.error());
  return *posts > 0;
}

Result<std::vector<std::string>> WordsToKeep::networks(const std::vector<std::string>& given) {
  const auto& configured = session_.config.sources;
  std::vector<std::string> kept;
  for (const std::string& name : given) {
    const bool is_configured = std::any_of(configured.begin(), configured.end(), [&](const auto& each) {
      return config::id_of_kind(each.kind) == name;
    });
    const auto stands = is_configured ? Result<bool>{true} : has_posts({.networks = {name}});
    if (!stands) return tl::unexpected(stands.error());
    add_once(kept, *stands ? name : hidden("a network"));
  }
  return kept;
}

Result<std::vector<std::string>> WordsToKeep::sources(const std::vector<std::string>& given) {
  const auto& configured = session_.config.sources;
  std::vector<std::string> kept;
  for (const std::string& name : given) {
    const bool is_configured = std::any_of(configured.begin(), configured.end(),
                                           [&](const auto& each) { return each.name == name; });
    const auto stands = is_configured ? Result<bool>{true} : has_posts({.sources = {name}});
    if (!stands) return tl::unexpected(stands.error());
    add_once(kept, *stands ? name : hidden("a source"));
  }
  return kept;
}

Result<std::string> WordsToKeep::language(const std::optional<std::string>& code) {
  if (!code) return std::string{};
  const auto stands = has_posts({.language = code});
  if (!stands) return tl::unexpected(stands.error());
  return *stands ? *code : hidden("a language");
}

std::string WordsToKeep::tag(const std::string& key) {
  for (const std::string& topic : session_.config.topics)
    if (tag_key(topic) == key) return "#" + topic;
  return hidden("with a hashtag");
}

std::string WordsToKeep::query() { return hidden("query: given"); }

}  // namespace nhs::cli
