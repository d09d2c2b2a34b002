#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "core/result.h"

namespace nhs::control {

/// Members of requests and answers as they are read from a line of the control socket. What is not as it must
/// be fails with bad_data (65), by the member's name and what it must be; nothing that it says is repeated,
/// for it may be anybody's name.

tl::unexpected<Error> faulty(std::string_view member, std::string_view allowed);

/// What is read of an answer that no daemon of this version gives: try_again (75).
tl::unexpected<Error> not_understood();

/// From 1 on.
Result<std::int64_t> read_number(JsonView json, const char* member);

/// Fit for a line: UTF-8, which JSON is already, without control characters. May be empty.
Result<std::string> read_line_of_text(JsonView json, const char* member, std::size_t longest);

/// A line with something in it.
Result<std::string> read_words(JsonView json, const char* member, std::size_t longest);

/// A text of several lines maybe, with something in it, of at most kLongestNote bytes.
Result<std::string> read_note(JsonView json, const char* member);

/// Of 1 to kMostPosts.
Result<JsonView> read_list(JsonView json, const char* member);

/// The member `refs`: such a list of posts.
void write_refs(JsonWriter& json, const std::vector<std::int64_t>& refs);
Result<std::vector<std::int64_t>> read_refs(JsonView json);

}  // namespace nhs::control
