#pragma once

#include <string>
#include <string_view>

namespace nhs::cli {

/// What is said above texts of posts: word for word they lead back to who wrote them.
inline constexpr std::string_view kInternal = "Internal: contains posts; not for publication.";

/// Texts of posts for people, under that line; empty when there are none.
std::string internal(std::string_view text);
/// Writes them to stdout.
void put_internal(std::string_view text);

}  // namespace nhs::cli
