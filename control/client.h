#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/result.h"

namespace nhs::control {

/// Whether somebody answers on a control socket.
enum class Reach : std::uint8_t {
  listening,
  nobody,       ///< there is no socket, or nobody behind it
  not_allowed,  ///< the socket, or its folder, is not for this user
};
Reach reach_of(const std::filesystem::path& socket);

/// Sends a line and gives the line that is answered, without its end. Waits for at most a minute, and blocks
/// meanwhile. Fails with try_again (75) when nobody answers, or not to the end: whether it was carried out is
/// then not known.
Result<std::string> ask(const std::filesystem::path& socket, const std::string& line);

}  // namespace nhs::control
