#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <filesystem>
#include <string>

#include "config/config.h"
#include "core/descriptor.h"
#include "core/result.h"

namespace nhs::control {

/// Where the daemon of this configuration listens: `control_socket`; else /run/nhsvalues/control.sock for a
/// database in /var/lib/nhsvalues, and for any other a file beside it, named as it is with `.sock` behind.
std::filesystem::path socket_of(const config::Config& config);

/// The folder of a socket, opened, by which its address fits the 108 bytes that Linux gives a socket's
/// (unix(7)), however long its path is.
class SocketPlace {
 public:
  /// The cause of a failure is left in errno.
  explicit SocketPlace(const std::filesystem::path& socket);

  /// False where the folder is not there or may not be entered.
  bool is_open() const { return folder_.is_open(); }
  int folder() const { return folder_.number(); }

  /// The address of a socket of this name in the folder; false for a name that is too long (errno is then
  /// ENAMETOOLONG).
  bool address(const std::string& name, sockaddr_un& address) const;

 private:
  Descriptor folder_;
};

/// A socket that speaks to who listens there, non-blocking; none with the cause in errno. EAGAIN: somebody
/// listens, but does not get round to it.
Descriptor connected_to(const std::filesystem::path& socket);

}  // namespace nhs::control
