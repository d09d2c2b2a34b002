#include "collector/sources/mastodon_permalink.h"

#include <fmt/format.h>

#include <string_view>

#include "collector/sources/web_address.h"

namespace nhs::collector {

std::string author_in_permalink(const std::string& permalink) {
  std::string_view path = path_of(permalink);
  if (path.rfind("/@", 0) == 0)
    path.remove_prefix(2);
  else if (path.rfind("/users/", 0) == 0)
    path.remove_prefix(7);
  else
    return {};
  const std::string_view name = path.substr(0, path.find('/'));
  if (name.empty()) return {};
  const bool remote = name.find('@') != std::string_view::npos;
  return remote ? fmt::format("@{}", name) : fmt::format("@{}@{}", name, host_of(permalink));
}

}  // namespace nhs::collector
