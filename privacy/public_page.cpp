#include "privacy/public_page.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/text.h"
#include "privacy/normal_form.h"
#include "privacy/personal_data.h"

namespace nhs::privacy {
namespace {

/// Host without `www.` and the like, and the parts of the path between its slashes.
struct Address {
  std::string_view host;
  std::vector<std::string_view> parts;
};

/// normal: as normal_url() gives it.
std::optional<Address> address_of(std::string_view normal) {
  constexpr std::string_view scheme = "https://";
  if (normal.substr(0, scheme.size()) != scheme) return std::nullopt;
  normal = normal.substr(scheme.size(), normal.find('?') - scheme.size());
  Address address;
  for (bool is_host = true; !normal.empty(); is_host = false) {
    const std::string_view part = normal.substr(0, normal.find('/'));
    normal.remove_prefix(std::min(part.size() + 1, normal.size()));
    if (is_host)
      address.host = part;
    else if (!part.empty())
      address.parts.push_back(part);
  }
  address.host = host_without_www(address.host);
  return address;
}

bool is_name_on_x(std::string_view name) {
  // Folders of the site itself: x.com/i/web/status/1 says nothing of who wrote it.
  constexpr std::array<std::string_view, 7> folders = {"i",      "home",    "search", "hashtag",
                                                       "intent", "explore", "share"};
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return c == '_' || is_digit(c) || is_letter(c); }) &&
         std::find(folders.begin(), folders.end(), folded(name)) == folders.end();
}

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

PublicPage page_on_bluesky(const std::vector<std::string_view>& parts) {
  PublicPage page{"bluesky", {}, {}};
  const bool is_post = parts.size() >= 4 && parts[2] == "post";
  if (!is_post && parts.size() != 2) return page;
  if (parts[0] != "profile") return page;
  page.account = parts[1];
  if (is_post) page.post = parts[3];
  return page;
}

PublicPage page_on_x(const std::vector<std::string_view>& parts) {
  PublicPage page{"x", {}, {}};
  const auto is_post_at = [&](std::size_t i) {
    return (parts[i] == "status" || parts[i] == "statuses") && is_number(parts[i + 1]);
  };
  if (parts.size() == 2 && is_post_at(0)) return {"x", {}, std::string{parts[1]}};
  // From the second on: an account may be called `status`.
  for (std::size_t i = 1; i + 1 < parts.size() && page.post.empty(); ++i)
    if (is_post_at(i)) page.post = parts[i + 1];
  const bool is_of_account = parts.size() == 1 || !page.post.empty();
  if (!is_of_account) return page;
  std::string_view name = parts[0];
  if (name.front() == '@') name.remove_prefix(1);
  if (is_name_on_x(name)) page.account = name;
  return page;
}

}  // namespace

std::optional<PublicPage> public_page(std::string_view address) {
  const std::string normal = normal_url(address);
  const auto read = address_of(normal);
  if (!read) return std::nullopt;
  if (read->host == "bsky.app") return page_on_bluesky(read->parts);
  if (read->host == "x.com" || read->host == "twitter.com") return page_on_x(read->parts);
  return std::nullopt;
}

std::string_view host_without_www(std::string_view host) {
  for (const std::string_view before : {"www.", "mobile.", "m."})
    if (host.substr(0, before.size()) == before) host.remove_prefix(before.size());
  return host;
}

bool is_x(std::string_view network) { return network == "x" || network == "twitter"; }

std::string_view did_in(std::string_view id) {
  constexpr std::string_view scheme = "at://";
  if (id.substr(0, scheme.size()) != scheme) return {};
  const std::string_view did = id.substr(scheme.size(), id.find('/', scheme.size()) - scheme.size());
  return is_did(did) ? did : std::string_view{};
}

bool is_did(std::string_view account) { return account.substr(0, 4) == "did:"; }

}  // namespace nhs::privacy
