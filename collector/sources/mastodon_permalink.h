#pragma once

#include <string>

namespace nhs::collector {

/// `@amy@social.example` from `https://social.example/@amy/1`, `…/@amy@far.example/1` or
/// `…/users/amy/statuses/1`: a tag feed names nobody, but its links do. Empty for any other address. Pure and
/// thread-safe.
std::string author_in_permalink(const std::string& permalink);

}  // namespace nhs::collector
