#pragma once

#include <string>
#include <string_view>

namespace nhs::privacy {

/// Forms in which equal identities are equal bytes: what is hashed, never what is kept. Pure and thread-safe.

/// One form for all addresses of a page: https for http, host without case, default port, user name,
/// fragment, the path's last slash and tracking parameters (utm_*, fbclid, gclid) gone. What is no web
/// address stays as it is.
std::string normal_url(std::string_view url);

/// An account without case and without the leading `@`.
std::string normal_account(std::string_view account);

/// The words of a masked text, folded, a space between them, without links and mentions: equal for copies of
/// a text. Empty when it holds no words.
std::string normal_words(std::string_view masked_text);

}  // namespace nhs::privacy
