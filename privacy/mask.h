#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/masked.h"

namespace nhs::privacy {

/// A text with what points to a person replaced, and what that was.
struct MaskedText {
  std::string text;
  MaskedCounts counts{};
};

/// Replaces @mentions (`@…`; organisations stay), e-mail addresses (`[email]`), UK telephone numbers
/// (`[phone]`), NHS numbers with a right check digit, or called so (`[nhs number]`), UK postcodes
/// (`[postcode]`), National Insurance numbers (`[ni number]`), dates of birth (`[date of birth]`) and
/// hospital numbers (`[hospital number]`), the last two where words say that it is one. Accounts without an
/// `@` that are known by their form (`amy.bsky.social`, `did:plc:…`, `u/amy_1`) go as mentions do. Links keep
/// their host, lose path and query when these name an account or hold any of the others. Hashtags stay, but
/// for an NHS number or a whole postcode in one. Masking a masked text changes nothing. Pure and thread-safe.
///
/// organisations: accounts whose mentions stay, folded, with or without the leading `@`.
MaskedText mask(std::string_view text, const std::vector<std::string>& organisations = {});

/// The text alone.
std::string masked(std::string_view text, const std::vector<std::string>& organisations = {});

}  // namespace nhs::privacy
