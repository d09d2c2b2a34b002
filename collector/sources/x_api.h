#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "collector/source.h"
#include "collector/sources/x_cursor.h"
#include "collector/sources/x_problem.h"
#include "collector/sources/x_source.h"
#include "core/json.h"

namespace nhs::collector {

/// What all questions to X API v2 and all its answers have in common. Pure and thread-safe.

/// Whether X is asked by the names since 2.167.
bool uses_post_names(const XOptions& options, const XProgress& progress);

/// The parameter that says which fields of posts are wanted.
std::string x_fields(const XOptions& options, const XProgress& progress);

/// A question for JSON, by its whole address, with the token.
net::HttpRequest x_request(const XOptions& options, std::string url);

/// A server that gives five times what was asked for is not X; taking it in would hold up all others.
inline constexpr std::size_t kMostXPosts = 500;

/// What the answer cost: errors in it are free. Other things than posts and authors are never asked for; if
/// they come, they count as posts.
std::int64_t x_bill(const XOptions& options, JsonView answer);

/// What a problem means for the source.
Failed failed_by(const XProblem& problem, int status);

/// What it means when this is no JSON, or none of X's.
Failed not_an_x_answer(std::string_view body);

/// Whether it is what all of X's answers are.
bool is_json_object(const Result<JsonDocument>& document);

}  // namespace nhs::collector
