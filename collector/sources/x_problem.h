#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "core/json.h"
#include "net/http.h"

namespace nhs::collector {

/// Why X gives no posts, as far as it needs an answer of its own.
enum class XProblemKind : std::uint8_t {
  spent,             ///< the account's credit or the month's quota is used up
  refuses_token,     ///< 401
  not_enrolled,      ///< the app is not allowed to ask here
  refuses_question,  ///< 400
};

/// A problem, read (RFC 7807, and the `errors` that X puts beside it).
struct XProblem {
  XProblemKind kind;
  /// The parameters that X names as the cause.
  std::set<std::string, std::less<>> parameters;
};

/// The problem in an answer; nothing for any other, which http_status.h explains. Pure and thread-safe.
std::optional<XProblem> x_problem(const net::HttpResponse& response);

/// The same in words for people: what, where and what to do.
std::string in_words(const XProblem& problem, int status);

}  // namespace nhs::collector
