#pragma once

#include <string>
#include <string_view>

namespace nhs::test {

/// `<`, `>`, `&` and `"` as entities.
std::string escaped(std::string_view text);

/// A post's text as Mastodon sends it in `content`: paragraphs and `<br>`, hashtags and mentions as links,
/// addresses split into an invisible scheme, thirty characters to look at and an invisible rest.
///
/// domain: of the server whose tag and account pages are linked. Of `@amy@other.example` the text shows only
/// `@amy`; the server is in the link, as on Mastodon.
std::string status_html(std::string_view text, std::string_view domain);

}  // namespace nhs::test
