#pragma once

#include <string_view>

namespace nhs::cli {

/// What is said above texts of posts: word for word they lead back to who wrote them.
inline constexpr std::string_view kInternal = "Internal: contains posts; not for publication.";

/// Writes texts of posts for people to stdout, under that line; nothing when there are none.
void put_internal(std::string_view text);

}  // namespace nhs::cli
