#include "collector/hosts.h"

#include <algorithm>

namespace nhs::collector {

std::string server_of(std::string_view url) {
  const std::size_t scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos) return {};
  const std::size_t begin = scheme_end + 3;
  std::string_view authority = url.substr(begin, url.find_first_of("/?#", begin) - begin);
  if (const std::size_t user_end = authority.rfind('@'); user_end != std::string_view::npos)
    authority.remove_prefix(user_end + 1);
  std::string server{url.substr(0, begin)};
  server += authority;
  std::transform(server.begin(), server.end(), server.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return server;
}

}  // namespace nhs::collector
