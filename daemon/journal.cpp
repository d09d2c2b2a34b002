#include "daemon/journal.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

#include "daemon/log_lines.h"

namespace nhs::daemon {
namespace {

/// A datagram holds about 200 kB, and no line of ours comes near; one that did would be cut, not lost.
constexpr std::size_t kMostBytesOfField = 32 * 1024;

/// A value with line ends goes by its length, in eight bytes, the least first.
std::string entry_of(const std::vector<std::pair<std::string, std::string>>& fields) {
  std::string entry;
  for (const auto& [name, value] : fields) {
    const std::string shown = value.substr(0, kMostBytesOfField);
    entry += name;
    if (shown.find('\n') == std::string::npos) {
      entry += "=" + shown + "\n";
      continue;
    }
    entry += '\n';
    for (std::uint64_t i = 0; i < 8; ++i) entry += static_cast<char>((shown.size() >> (8 * i)) & 0xFF);
    entry += shown + "\n";
  }
  return entry;
}

}  // namespace

Journal::Journal(const std::string& socket) : descriptor_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (!descriptor_.is_open() || socket.size() >= sizeof address.sun_path) return;
  std::memcpy(address.sun_path, socket.c_str(), socket.size());
  if (::connect(descriptor_.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    descriptor_.close();
}

Sent Journal::send(const std::vector<std::pair<std::string, std::string>>& fields) {
  const Sent sent = send_entry(entry_of(fields));
  if (sent == Sent::dropped) ++dropped_;
  if (sent == Sent::taken && dropped_ > 0) {
    LogLine told;
    told.level = config::LogLevel::warning;
    told.message = fmt::format("{} {} of this log, from before, {} lost: journald was behind", dropped_,
                               dropped_ == 1 ? "line" : "lines", dropped_ == 1 ? "is" : "are");
    if (send_entry(entry_of(journal_fields(told))) == Sent::taken) dropped_ = 0;
  }
  return sent;
}

Sent Journal::send_entry(const std::string& entry) const {
  if (!descriptor_.is_open()) return Sent::nowhere;
  ssize_t sent = -1;
  do sent = ::send(descriptor_.number(), entry.data(), entry.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  while (sent < 0 && errno == EINTR);
  if (sent == static_cast<ssize_t>(entry.size())) return Sent::taken;
  return errno == EAGAIN || errno == ENOBUFS ? Sent::dropped : Sent::nowhere;
}

}  // namespace nhs::daemon
