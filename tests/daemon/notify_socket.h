#pragma once

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstring>
#include <filesystem>
#include <string>

namespace nhs::test {

/// Listens where systemd would, or journald.
class NotifySocket {
 public:
  explicit NotifySocket(const std::filesystem::path& path) : path_(path.string()) {
    descriptor_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path_.c_str(), sizeof address.sun_path - 1);
    REQUIRE(bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    const timeval patience{20, 0};
    setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  ~NotifySocket() { close(descriptor_); }
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;

  /// The next message; empty when none comes.
  std::string next() const { return received(0); }
  /// What was said already; empty when nothing was.
  std::string now() const { return received(MSG_DONTWAIT); }
  /// Reads until a message holds this; empty when none does.
  std::string next_with(const std::string& text) const {
    for (std::string message = next(); !message.empty(); message = next())
      if (message.find(text) != std::string::npos) return message;
    return {};
  }
  const std::string& path() const { return path_; }

 private:
  std::string received(int flags) const {
    char text[8192];
    const ssize_t length = recv(descriptor_, text, sizeof text, flags);
    return length > 0 ? std::string(text, static_cast<std::size_t>(length)) : std::string{};
  }

  std::string path_;
  int descriptor_;
};

}  // namespace nhs::test
