#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "control/changes.h"
#include "core/result.h"

namespace nhs::control {

/// The lines that are spoken on the control socket (docs/control-socket.md).

/// The longest line that is read, its end included: a change of kMostPosts posts and some room.
inline constexpr std::size_t kLongestLine = 256 * 1024;

struct Request {
  /// Which database its sender means: an absolute path.
  std::string database;
  Change change;
};

/// How a database is called: the absolute path, free of links.
std::string name_of_database(const std::filesystem::path& file);

/// With its line end.
std::string request_line(const Request& request);

/// Fails with bad_data (65) for what is no request, or not one that this version knows; nothing of the line
/// stands in the message.
Result<Request> read_request(std::string_view line);

/// Carries a change out and gives the line that says what came of it, with its line end.
std::string carried_out(const Change& change, const Office& office);

/// The line that says why nothing came of it, with its line end.
std::string refusal_line(const Error& error);

/// What came of it, or why nothing did.
Result<JsonDocument> read_answer(std::string_view line);

}  // namespace nhs::control
