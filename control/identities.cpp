#include "control/identities.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <system_error>

#include "core/text.h"
#include "privacy/public_page.h"

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
  return {std::string{privacy::host_without_www(folded(host))}, path};
}

bool is_one_part(std::string_view path) { return !path.empty() && path.find('/') == std::string_view::npos; }

constexpr std::string_view kHowToWrite =
    "an account is written as on its network: @amy@social.example, @amy, amy.bsky.social";

/// Letters and digits of any script, and these signs.
bool is_made_of(std::string_view text, std::string_view signs) {
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    const bool sign =
        character.code < 0x80 && signs.find(static_cast<char>(character.code)) != std::string_view::npos;
    if (!sign && !is_word_character(character.code)) return false;
    at += character.length;
  }
  return true;
}

bool has_word_character(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    if (character.code != '_' && is_word_character(character.code)) return true;
    at += character.length;
  }
  return false;
}

/// `social.example`, `social.example:8080`, `localhost`; of parts without any point between them no public
/// one is.
bool may_be_host(std::string_view host) {
  if (!host.empty() && host.front() == '[')
    return host.size() > 4 && host.find(']') != std::string_view::npos;
  const std::string_view name = until(host, ":");
  if (!is_made_of(name, ".-") || !is_made_of(host.substr(name.size()), ":")) return false;
  if (folded(name) == "localhost") return true;
  const bool parted = name.find('.') != std::string_view::npos && name.find("..") == std::string_view::npos;
  return parted && name.front() != '.' && name.back() != '.' && has_word_character(name);
}

/// What a network calls a post.
struct NamedPost {
  std::string network;
  std::string id;
};

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Of addresses that say themselves which network's post they are. A page that people see and share is not
/// what its post is kept under.
std::optional<NamedPost> post_of(std::string_view address) {
  if (folded(address).rfind("at://did:", 0) == 0) return NamedPost{"bluesky", std::string{address}};
  const auto page = privacy::public_page(address);
  if (!page || page->post.empty()) return std::nullopt;
  if (privacy::is_x(page->network)) return NamedPost{page->network, page->post};
  // Posts on Bluesky are known by their account's DID.
  if (!privacy::is_did(page->account)) return std::nullopt;
  return NamedPost{page->network, fmt::format("at://{}/app.bsky.feed.post/{}", page->account, page->post)};
}

/// `amy`, with its @ or without: many people's, and one's on X.
bool is_bare(std::string_view account) {
  return account.find('@', 1) == std::string_view::npos && account.find('.') == std::string_view::npos &&
         !privacy::is_did(account);
}

/// How files that were imported before spell an account: until then an author was kept as the file wrote it.
/// What an account of X is on networks of other names is kept so still (intake/import_author.h).
std::vector<std::string> spellings_in_files(std::string_view account) {
  if (!account.empty() && account.front() == '@') account.remove_prefix(1);
  if (account.empty() || privacy::hash_from_text(account)) return {};
  const std::size_t at = account.find('@');
  if (at != std::string_view::npos) {
    const auto [user, host] = std::pair{account.substr(0, at), account.substr(at + 1)};
    return {fmt::format("acct:{}", account), fmt::format("https://{}/@{}", host, user),
            fmt::format("https://{}/users/{}", host, user)};
  }
  if (!is_bare(account)) return {fmt::format("https://bsky.app/profile/{}", account)};
  return {fmt::format("https://x.com/{}", account), fmt::format("https://twitter.com/{}", account)};
}

std::optional<std::string> mistake_in_address(std::string_view address) {
  const std::size_t scheme = address.find(kSchemeEnd);
  const std::string_view kind = address.substr(0, scheme);
  if (kind.empty() || !is_made_of(kind, "+-.")) return "an address begins with https://";
  const std::string_view host = until(address.substr(scheme + kSchemeEnd.size()), "/?#");
  // Bluesky's addresses (at://did:plc:…) name an account where others name a server.
  const bool right = folded(kind) == "at" ? has_word_character(host) : may_be_host(host);
  if (right) return std::nullopt;
  return "the address names no server: it begins as in https://social.example/";
}

}  // namespace

std::optional<std::string> mistake_in(std::string_view name) {
  name = trimmed(name);
  if (name.empty()) return fmt::format("it is blank; {}", kHowToWrite);
  if (name.find_first_of(" \t\r\n\v\f") != std::string_view::npos)
    return fmt::format("no account or address has a space in it; {}", kHowToWrite);
  if (name.find(kSchemeEnd) != std::string_view::npos) return mistake_in_address(name);
  if (name.substr(0, 2) == "h:") {
    if (privacy::hash_from_text(name)) return std::nullopt;
    return "h: is followed by 43 letters, digits, - or _, as an export writes it";
  }
  if (is_number(name))
    return "a number alone is no account: a post is named by its number with `nhsvalues forget --post`, and an "
           "account that is a number with an @ before it";
  if (name.front() == '@') name.remove_prefix(1);
  const std::size_t at = name.find('@');
  const std::string_view person = name.substr(0, at);
  if (!has_word_character(person) || !is_made_of(person, "._-:/~+"))
    return fmt::format("no account has this form on any network; {}", kHowToWrite);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view server = name.substr(at + 1);
  if (server.find('@') != std::string_view::npos)
    return fmt::format("an account names one server, after the one @ within it; {}", kHowToWrite);
  if (!may_be_host(server)) return fmt::format("what stands after the @ is no server; {}", kHowToWrite);
  return std::nullopt;
}

std::optional<std::string> why_unknowable(std::string_view address) {
  const auto page = privacy::public_page(address);
  const bool is_page_on_bluesky = page && page->network == "bluesky" && !page->post.empty();
  const bool is_of_bluesky = is_page_on_bluesky || folded(until(address, "/")) == "at:";
  if (!is_of_bluesky || post_of(address)) return std::nullopt;
  return "no post is held under this address, and none would be known by it: Bluesky's are kept under the account's "
         "DID. Write https://bsky.app/profile/did:plc:…/post/…, or name the account";
}

std::optional<store::Identified> listed_post(std::string_view word) {
  store::Identified post;
  if (const auto key = privacy::hash_from_text(word)) {
    post.keys.push_back(*key);
    return post;
  }
  std::int64_t ref = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), ref);
  if (error != std::errc{} || end != word.data() + word.size() || ref < 1) return std::nullopt;
  post.refs.push_back(ref);
  return post;
}

std::vector<ProfileAccount> account_of_profile(std::string_view address) {
  if (const auto page = privacy::public_page(address)) {
    const bool is_profile = !page->account.empty() && page->post.empty();
    return is_profile ? std::vector<ProfileAccount>{{page->network, page->account}}
                      : std::vector<ProfileAccount>{};
  }
  const auto [host, path] = page_at(address);
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
                             const std::vector<std::string>& networks, Networks networks_are) {
  store::Identified whom;
  const auto maybe_on = [&](const std::string& network, const std::string& author) {
    whom.maybe_authors.push_back(key.author_keys(network, author));
  };
  const auto maybe_anywhere = [&](const std::string& author) {
    for (const std::string& network : networks) maybe_on(network, author);
  };
  for (const std::string& written : names) {
    // As WebFinger writes it (RFC 7565).
    const std::string name = folded(written.substr(0, 5)) == "acct:" ? written.substr(5) : written;
    if (name.find(kSchemeEnd) == std::string::npos) {
      for (const std::string& network : networks) {
        whom.authors.push_back(key.author_keys(network, name));
        // On a network that was named, an account of X is somebody else's than this bare name.
        const bool is_others = networks_are == Networks::named && is_bare(name) && !privacy::is_x(network);
        if (is_others) continue;
        for (const std::string& spelling : spellings_in_files(name)) maybe_on(network, spelling);
      }
      continue;
    }
    const auto profiles = account_of_profile(name);
    for (const ProfileAccount& each : profiles) {
      if (networks.empty() || std::find(networks.begin(), networks.end(), each.network) != networks.end())
        whom.authors.push_back(key.author_keys(each.network, each.account));
      // Files may have it under another network. A bare name may be somebody else's there.
      if (each.network != "x") maybe_anywhere(each.account);
      for (const std::string& spelling : spellings_in_files(each.account)) maybe_anywhere(spelling);
    }
    maybe_anywhere(name);
    if (!profiles.empty()) continue;
    // Whether or not anything of that network is held yet: the address says which it is.
    const auto post = post_of(name);
    if (post) whom.posts.push_back(key.post_keys(post->network, post->id));
    for (const std::string& network : networks)
      if (!post || network != post->network || name != post->id)
        whom.posts.push_back(key.post_keys(network, name));
    whom.addresses.push_back(key.url_keys(name));
  }
  return whom;
}

}  // namespace nhs::control
