#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nhs::privacy {

/// The text with what points to a person replaced: @mentions (`@…`; organisations stay), e-mail addresses
/// (`[email]`), UK telephone numbers (`[phone]`), NHS numbers with a right check digit (`[nhs number]`) and
/// UK postcodes (`[postcode]`). Links keep their host, lose path and query when these name an account.
/// Hashtags stay. Masking a masked text changes nothing. Pure and thread-safe.
///
/// organisations: accounts whose mentions stay, folded, with or without the leading `@`.
std::string masked(std::string_view text, const std::vector<std::string>& organisations = {});

}  // namespace nhs::privacy
