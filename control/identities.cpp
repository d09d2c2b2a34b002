#include "control/identities.h"

#include <algorithm>

#include "core/text.h"

namespace nhs::control {
namespace {

constexpr std::string_view kSchemeEnd = "://";

struct Page {
  std::string host;
  std::string_view path;  ///< without the first and the last slash
};

std::string_view until(std::string_view text, std::string_view ends) {
  return text.substr(0, std::min(text.find_first_of(ends), text.size()));
}

Page page_at(std::string_view address) {
  const std::size_t scheme = address.find(kSchemeEnd);
  if (scheme == std::string_view::npos) return {};
  address.remove_prefix(scheme + kSchemeEnd.size());
  address = until(address, "?#");
  const std::string_view host = until(address, "/");
  std::string_view path = address.substr(host.size());
  while (!path.empty() && path.front() == '/') path.remove_prefix(1);
  while (!path.empty() && path.back() == '/') path.remove_suffix(1);
  std::string folded_host = folded(host);
  for (const std::string_view before : {"www.", "mobile.", "m."})
    if (folded_host.rfind(before, 0) == 0) folded_host.erase(0, before.size());
  return {std::move(folded_host), path};
}

bool is_one_part(std::string_view path) { return !path.empty() && path.find('/') == std::string_view::npos; }

}  // namespace

std::vector<ProfileAccount> account_of_profile(std::string_view address) {
  const auto [host, path] = page_at(address);
  if (host == "bsky.app") {
    constexpr std::string_view profile = "profile/";
    if (path.rfind(profile, 0) != 0 || !is_one_part(path.substr(profile.size()))) return {};
    return {{"bluesky", std::string{path.substr(profile.size())}}};
  }
  if (host == "x.com" || host == "twitter.com")
    return is_one_part(path) ? std::vector<ProfileAccount>{{"x", std::string{path}}}
                             : std::vector<ProfileAccount>{};
  std::string_view name = path;
  if (name.rfind('@', 0) == 0)
    name.remove_prefix(1);
  else if (name.rfind("users/", 0) == 0)
    name.remove_prefix(6);
  else
    return {};
  if (!is_one_part(name)) return {};
  // A server shows accounts of others under `/@amy@their.host`.
  const bool has_host = name.find('@') != std::string_view::npos;
  return {{"mastodon", has_host ? std::string{name} : std::string{name} + "@" + host}};
}

store::Identified identified(const privacy::Pseudonymiser& key, const std::vector<std::string>& names,
                             const std::vector<std::string>& networks) {
  store::Identified whom;
  for (const std::string& name : names) {
    if (name.find(kSchemeEnd) == std::string::npos) {
      for (const std::string& network : networks) whom.authors.push_back(key.author_keys(network, name));
      continue;
    }
    const auto profiles = account_of_profile(name);
    for (const ProfileAccount& each : profiles)
      if (networks.empty() || std::find(networks.begin(), networks.end(), each.network) != networks.end())
        whom.authors.push_back(key.author_keys(each.network, each.account));
    for (const std::string& network : networks) {
      whom.maybe_authors.push_back(key.author_keys(network, name));
      whom.posts.push_back(key.post_keys(network, name));
    }
    if (profiles.empty()) whom.addresses.push_back(key.url_keys(name));
  }
  return whom;
}

}  // namespace nhs::control
