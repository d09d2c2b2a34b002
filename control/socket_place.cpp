#include "control/socket_place.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>
#include <cstring>

namespace nhs::control {
namespace {

constexpr std::string_view kStateFolder = "/var/lib/nhsvalues";
constexpr std::string_view kSystemSocket = "/run/nhsvalues/control.sock";

}  // namespace

std::filesystem::path socket_of(const config::Config& config) {
  if (!config.control_socket.empty()) return config.control_socket;
  if (config.database.parent_path() == kStateFolder) return kSystemSocket;
  return std::filesystem::absolute(config.database).string() + ".sock";
}

SocketPlace::SocketPlace(const std::filesystem::path& socket)
    : folder_(::open(std::filesystem::absolute(socket).parent_path().c_str(),
                     O_PATH | O_DIRECTORY | O_CLOEXEC)) {}

bool SocketPlace::address(const std::string& name, sockaddr_un& address) const {
  const std::string path = fmt::format("/proc/self/fd/{}/{}", folder_.number(), name);
  address = {};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    return false;
  }
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return true;
}

Descriptor connected_to(const std::filesystem::path& socket) {
  const SocketPlace place{socket};
  sockaddr_un address{};
  if (!place.is_open() || !place.address(socket.filename().string(), address)) return {};
  Descriptor connection{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  if (connection.is_open() &&
      ::connect(connection.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    connection.close();
  return connection;
}

}  // namespace nhs::control
