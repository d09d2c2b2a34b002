#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nhs {

/// Hashtags in one cell of a table: separated by commas, without `#`. A backslash stands before what would
/// separate them and is part of one, which only feeds have.
std::string tag_list(const std::vector<std::string>& tags);

/// The hashtags of a cell, in its order, as tag_list() writes them or as other tables do: separated by
/// commas, semicolons, bars, or the `#` before each. One may hold spaces, as the categories of feeds do. Pure
/// and thread-safe.
std::vector<std::string> tags_in_list(std::string_view cell);

}  // namespace nhs
