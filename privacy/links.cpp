#include <algorithm>
#include <array>

#include "privacy/personal_data.h"

namespace nhs::privacy {
namespace {

constexpr std::string_view kPathMask = "/…";

/// Networks whose paths start with an account; people often write them without a scheme.
constexpr std::array<std::string_view, 11> kAccountHosts = {
    "x.com",       "twitter.com", "facebook.com", "fb.com", "instagram.com", "linkedin.com",
    "threads.net", "tiktok.com",  "bsky.app",     "t.me",   "snapchat.com"};

/// Folders that are followed by the name of an account.
constexpr std::array<std::string_view, 9> kAccountFolders = {"USERS",  "USER",   "U",  "PROFILE", "PROFILES",
                                                             "PEOPLE", "PERSON", "IN", "AUTHOR"};

/// What the words start with that this file looks for. It is asked at every word of every text, mostly in
/// vain.
bool may_start_link(char c) { return std::string_view{"HWXTFILBS"}.find(upper(c)) != std::string_view::npos; }

bool equal_folded(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return upper(x) == upper(y); });
}

bool starts_with_folded(std::string_view text, std::string_view prefix) {
  if (text.size() < prefix.size() || upper(text.front()) != upper(prefix.front())) return false;
  return equal_folded(text.substr(0, prefix.size()), prefix);
}

/// Length of what announces a link here; nothing when none starts.
std::optional<std::size_t> scheme_length(std::string_view before, std::string_view rest) {
  if (!may_start_link(rest.front())) return std::nullopt;
  for (const std::string_view scheme : {"https://", "http://"})
    if (starts_with_folded(rest, scheme)) return scheme.size();
  if (ends_in_word(before)) return std::nullopt;
  const auto starts_host = [rest](std::string_view host) {
    return starts_with_folded(rest, host) && rest.substr(host.size(), 1) == "/";
  };
  const bool bare = starts_with_folded(rest, "www.") ||
                    std::any_of(kAccountHosts.begin(), kAccountHosts.end(), starts_host);
  if (!bare) return std::nullopt;
  return 0;
}

/// The link at the front, without the punctuation of the sentence around it.
std::string_view link_at(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size()) {
    const auto byte = static_cast<unsigned char>(text[end]);
    if (byte <= ' ' || byte == '"' || byte == '<' || byte == '>' || text.substr(end, 2) == "\u00A0") break;
    ++end;
  }
  const std::size_t last = text.substr(0, end).find_last_not_of(".,;:!?)]}'*");
  return last == std::string_view::npos ? std::string_view{} : text.substr(0, last + 1);
}

bool is_account_host(std::string_view host) {
  return std::any_of(kAccountHosts.begin(), kAccountHosts.end(), [host](std::string_view network) {
    if (!equal_folded(host.substr(host.size() - std::min(host.size(), network.size())), network))
      return false;
    return host.size() == network.size() || host[host.size() - network.size() - 1] == '.';
  });
}

/// An account of Bluesky that its network gave a name of its own.
bool is_own_host(std::string_view host) {
  constexpr std::string_view kNetwork = ".bsky.social";
  if (host.size() <= kNetwork.size() || !equal_folded(host.substr(host.size() - kNetwork.size()), kNetwork))
    return false;
  return !equal_folded(host.substr(0, host.size() - kNetwork.size()), "www");
}

/// True when a folder of the path is followed by an account's name, or is one.
bool names_account(std::string_view path) {
  bool after_account_folder = false;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::string_view folder = path.substr(0, path.find('/'));
    path.remove_prefix(folder.size());
    if (folder.empty()) continue;
    if (after_account_folder || folder.front() == '@') return true;
    after_account_folder =
        std::any_of(kAccountFolders.begin(), kAccountFolders.end(),
                    [folder](std::string_view name) { return equal_folded(folder, name); });
  }
  return false;
}

/// The part of a link with `%40` and the like, and `+` for a space, written out.
std::string decoded(std::string_view part) {
  const auto digit = [](char c) {
    return is_digit(c) ? c - '0' : upper(c) >= 'A' && upper(c) <= 'F' ? upper(c) - 'A' + 10 : -1;
  };
  std::string text;
  for (std::size_t i = 0; i < part.size(); ++i) {
    const bool escape =
        part[i] == '%' && i + 2 < part.size() && digit(part[i + 1]) >= 0 && digit(part[i + 2]) >= 0;
    text += escape           ? static_cast<char>(digit(part[i + 1]) * 16 + digit(part[i + 2]))
            : part[i] == '+' ? ' '
                             : part[i];
    if (escape) i += 2;
  }
  return text;
}

/// Whether another link stands within, as of an archive's copy or of where one is led, that names an account.
bool holds_account_link(std::string_view part) {
  for (std::size_t at = part.find("//"); at != std::string_view::npos; at = part.find("//", at + 2)) {
    const std::string_view link = part.substr(at + 2);
    const std::size_t host = link.find_first_of("/?#&");
    if (host == std::string_view::npos) return is_own_host(link);
    const std::string_view path = link.substr(host, link.find_first_of("?#&", host) - host);
    if (is_own_host(link.substr(0, host)) || names_account(path) ||
        (is_account_host(link.substr(0, host)) && path.size() > 1))
      return true;
  }
  return false;
}

bool is_personal(std::string_view part) {
  if (part.empty()) return false;
  const auto personal = [](std::string_view text) {
    return text.find('@') != std::string_view::npos || holds_account_link(text) || holds_personal_data(text);
  };
  return personal(part) || (part.find_first_of("%+") != std::string_view::npos && personal(decoded(part)));
}

}  // namespace

std::optional<Finding> find_link(std::string_view before, std::string_view rest) {
  const auto scheme = scheme_length(before, rest);
  if (!scheme) return std::nullopt;
  const std::string_view link = link_at(rest);
  if (link.size() <= *scheme) return std::nullopt;
  const std::size_t path_start = std::min(link.find_first_of("/?#", *scheme), link.size());
  const std::size_t query_start = std::min(link.find_first_of("?#", path_start), link.size());
  std::string_view authority = link.substr(*scheme, path_start - *scheme);
  const std::string_view path = link.substr(path_start, query_start - path_start);
  const std::string_view query = link.substr(query_start);

  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    // Without a scheme it is an e-mail address that starts like a host; with one, `https://name:secret@host`.
    if (*scheme == 0) return Finding{authority.size(), std::string{kEmailMask}, Masked::email};
    authority.remove_prefix(at + 1);
  }
  std::string instead{link.substr(0, *scheme)};
  if (is_own_host(authority)) return Finding{link.size(), instead + "…", Masked::link};
  instead += authority;
  const bool account = names_account(path) || (is_account_host(authority) && path.size() > 1);
  if (account || is_personal(path)) {
    instead += kPathMask;
  } else {
    instead += path;
    if (!is_personal(query)) instead += query;
  }
  return Finding{link.size(), std::move(instead), Masked::link};
}

}  // namespace nhs::privacy
