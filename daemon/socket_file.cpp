#include "daemon/socket_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "control/client.h"
#include "control/socket_place.h"

namespace nhs::daemon {
namespace {

/// Waiting to be accepted: clients come one by one, and who finds no room tries again.
constexpr int kQueue = 64;

tl::unexpected<Error> cannot(const std::filesystem::path& path, std::string_view key, std::string_view what) {
  return fail(ExitStatus::cannot_create,
              fmt::format("{}: cannot listen here: {}; {} in the configuration may name another place",
                          path.string(), what, key));
}

/// Whoever listens there is another daemon, of another database: ours is locked by this one.
Result<void> check_place(const std::filesystem::path& path, std::string_view key) {
  struct stat there {};
  if (::lstat(path.c_str(), &there) != 0) return {};
  if (!S_ISSOCK(there.st_mode)) return cannot(path, key, "there is a file that is no socket");
  if (control::reach_of(path) == control::Reach::listening)
    return cannot(path, key, "another nhsvaluesd does");
  return {};
}

/// A socket that only its owner may speak to yet, in a file of this name; none with the cause in errno.
Descriptor bound_to(const control::SocketPlace& place, const std::string& name) {
  sockaddr_un address{};
  if (!place.address(name, address)) return {};
  Descriptor made{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  // The file gets the socket's mode, less the umask (Linux, unix_bind).
  if (made.is_open() &&
      (::fchmod(made.number(), 0600) != 0 ||
       ::bind(made.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0))
    made.close();
  return made;
}

enum class Opened : std::uint8_t { to_group, to_owner_only, failed };

/// systemd's filter lets the service change no owners: where the group is ours already, nothing is asked. The
/// cause of a failure is left in errno.
Opened open_to_group(int folder, const std::string& name, gid_t group) {
  struct stat made {};
  if (::fstatat(folder, name.c_str(), &made, AT_SYMLINK_NOFOLLOW) != 0) return Opened::failed;
  if (made.st_gid != group &&
      ::fchownat(folder, name.c_str(), static_cast<uid_t>(-1), group, AT_SYMLINK_NOFOLLOW) != 0)
    return errno == EPERM ? Opened::to_owner_only : Opened::failed;
  return ::fchmodat(folder, name.c_str(), 0660, 0) == 0 ? Opened::to_group : Opened::failed;
}

}  // namespace

Result<SocketFile> SocketFile::listen_at(const std::filesystem::path& path, gid_t group,
                                         std::string_view key) {
  if (auto free = check_place(path, key); !free) return tl::unexpected(free.error());
  const control::SocketPlace place{path};
  if (!place.is_open()) return cannot(path, key, std::strerror(errno));
  const std::string name = path.filename().string();
  const std::string unfinished = fmt::format("{}.{}", name, ::getpid());
  ::unlinkat(place.folder(), unfinished.c_str(), 0);
  SocketFile file{path, bound_to(place, unfinished)};
  struct stat made {};
  const Opened opened =
      file.descriptor_.is_open() ? open_to_group(place.folder(), unfinished, group) : Opened::failed;
  const bool stands = opened != Opened::failed && ::listen(file.descriptor_.number(), kQueue) == 0 &&
                      ::fstatat(place.folder(), unfinished.c_str(), &made, AT_SYMLINK_NOFOLLOW) == 0 &&
                      ::renameat(place.folder(), unfinished.c_str(), place.folder(), name.c_str()) == 0;
  if (!stands) {
    const int cause = errno;
    ::unlinkat(place.folder(), unfinished.c_str(), 0);
    return cannot(path, key, std::strerror(cause));
  }
  file.device_ = made.st_dev;
  file.inode_ = made.st_ino;
  file.for_group_ = opened == Opened::to_group;
  return file;
}

SocketFile::SocketFile(SocketFile&& other) noexcept
    : path_(std::exchange(other.path_, {})),
      descriptor_(std::move(other.descriptor_)),
      device_(other.device_),
      inode_(other.inode_),
      for_group_(other.for_group_) {}

SocketFile& SocketFile::operator=(SocketFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(device_, other.device_);
  std::swap(inode_, other.inode_);
  std::swap(for_group_, other.for_group_);
  return *this;
}

SocketFile::~SocketFile() {
  descriptor_.close();
  struct stat there {};
  if (!path_.empty() && ::lstat(path_.c_str(), &there) == 0 && there.st_dev == device_ &&
      there.st_ino == inode_)
    ::unlink(path_.c_str());
}

}  // namespace nhs::daemon
