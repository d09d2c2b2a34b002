#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nhs::privacy {

/// What the address of a page on Bluesky (`https://bsky.app/profile/WHO/post/KEY`) or X
/// (`https://x.com/NAME/status/ID`, `/i/web/status/ID`; twitter.com, too) is about. There people see and
/// share other addresses than those by which posts and accounts are collected.
struct PublicPage {
  std::string network;  ///< `bluesky` or `x`
  std::string account;  ///< `amy.bsky.social`, `did:plc:abc`; on X `amy`. Empty where none is named
  std::string post;     ///< Bluesky's key of it, X's id. Empty for a profile, and for any other page

  bool operator==(const PublicPage&) const = default;
};

/// Nothing for addresses of other sites, and for what is no web address. Pure and thread-safe.
std::optional<PublicPage> public_page(std::string_view address);

/// A host in lower case without the `www.`, `mobile.` or `m.` by which sites show the same pages.
std::string_view host_without_www(std::string_view host);

/// True for the names under which rows of X are imported: `x` and `twitter`.
bool is_x(std::string_view network);

/// `did:plc:abc` of `at://did:plc:abc/app.bsky.feed.post/KEY`, as Bluesky calls a post; empty for any other
/// id.
std::string_view did_in(std::string_view id);

/// True for `did:plc:abc`, what an account on Bluesky is called beneath its handle.
bool is_did(std::string_view account);

}  // namespace nhs::privacy
