#include "control/client.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <thread>

#include "control/socket_place.h"
#include "control/wire.h"

namespace nhs::control {
namespace {

using namespace std::chrono_literals;
using Deadline = std::chrono::steady_clock::time_point;

/// The daemon may just hold every stored post against new ignore rules, or judge a page.
constexpr auto kLongestWait = 60s;
constexpr auto kBeforeNextTry = 50ms;

bool ready(int descriptor, short events, Deadline deadline) {
  pollfd wanted{descriptor, events, 0};
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left <= 0ms) return false;
    const int found = ::poll(&wanted, 1, static_cast<int>(left.count()));
    if (found >= 0 || errno != EINTR) return found > 0;
  }
}

Descriptor connected_by(const std::filesystem::path& socket, Deadline deadline) {
  for (;;) {
    Descriptor connection = connected_to(socket);
    if (connection.is_open() || errno != EAGAIN || std::chrono::steady_clock::now() > deadline)
      return connection;
    // All places in its queue are taken; poll(2) does not tell when one is free.
    std::this_thread::sleep_for(kBeforeNextTry);
  }
}

/// Stops quietly when the other side does: it may have answered before it did.
void send_line(int descriptor, std::string_view line, Deadline deadline) {
  while (!line.empty() && ready(descriptor, POLLOUT, deadline)) {
    const ssize_t sent = ::send(descriptor, line.data(), line.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return;
    if (sent > 0) line.remove_prefix(static_cast<std::size_t>(sent));
  }
}

Result<std::string> receive_line(int descriptor, Deadline deadline) {
  std::string line;
  std::array<char, 4096> part{};
  while (line.size() < kLongestLine && ready(descriptor, POLLIN, deadline)) {
    const ssize_t got = ::recv(descriptor, part.data(), part.size(), 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (got <= 0) break;
    line.append(part.data(), static_cast<std::size_t>(got));
    if (line.back() != '\n') continue;
    line.pop_back();
    return line;
  }
  return fail(
      ExitStatus::try_again,
      "nhsvaluesd broke off before it answered; see whether what you asked for is done, and if not, try "
      "again");
}

}  // namespace

Reach reach_of(const std::filesystem::path& socket) {
  const Descriptor connection = connected_to(socket);
  if (connection.is_open() || errno == EAGAIN) return Reach::listening;
  return errno == EACCES || errno == EPERM ? Reach::not_allowed : Reach::nobody;
}

Result<std::string> ask(const std::filesystem::path& socket, const std::string& line) {
  const Deadline deadline = std::chrono::steady_clock::now() + kLongestWait;
  const Descriptor connection = connected_by(socket, deadline);
  if (!connection.is_open())
    return fail(ExitStatus::try_again,
                fmt::format("{}: nhsvaluesd does not answer there any more; nothing was changed; try again",
                            socket.string()));
  send_line(connection.number(), line, deadline);
  return receive_line(connection.number(), deadline);
}

}  // namespace nhs::control
