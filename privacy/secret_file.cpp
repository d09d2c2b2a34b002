#include "privacy/secret_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "core/descriptor.h"

namespace nhs::privacy {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxBytes = 4096;

/// A name that goes when this goes.
class TemporaryName {
 public:
  explicit TemporaryName(std::string name) : name_(std::move(name)) {}
  ~TemporaryName() { ::unlink(name_.c_str()); }
  TemporaryName(const TemporaryName&) = delete;
  TemporaryName& operator=(const TemporaryName&) = delete;
  TemporaryName(TemporaryName&&) = delete;
  TemporaryName& operator=(TemporaryName&&) = delete;

 private:
  std::string name_;
};

std::string reason(int error) { return std::generic_category().message(error); }

bool is_systemd_credential(const fs::path& file) {
  const char* directory = std::getenv("CREDENTIALS_DIRECTORY");
  if (directory == nullptr || *directory == '\0') return false;
  return file.lexically_normal().parent_path() == (fs::path{directory} / "").lexically_normal().parent_path();
}

Result<std::string> read_small(int fd, const fs::path& file) {
  std::string content(kMaxBytes + 1, '\0');
  std::size_t filled = 0;
  while (filled < content.size()) {
    const ssize_t count = ::read(fd, content.data() + filled, content.size() - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      return fail(ExitStatus::io, fmt::format("{}: cannot be read: {}", file.native(), reason(errno)));
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  if (filled > kMaxBytes)
    return fail(ExitStatus::configuration, fmt::format("{}: too long for a key (over 4 KiB)", file.native()));
  content.resize(filled);
  return content;
}

bool write_all(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t count = ::write(fd, content.data(), content.size());
    if (count < 0 && errno != EINTR) return false;
    if (count > 0) content.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

/// What root makes in somebody else's folder is for them: whoever runs as the folder's owner has to read it.
bool give_to_owner_of(const fs::path& directory, int made) {
  if (::geteuid() != 0) return true;
  struct stat found {};
  if (::stat(directory.c_str(), &found) != 0) return false;
  return found.st_uid == 0 || ::fchown(made, found.st_uid, found.st_gid) == 0;
}

/// Makes a new name last. A file system that cannot do this for a directory has nothing to lose, and who may
/// not read a folder may still write to it.
Result<void> sync_directory(const fs::path& directory) {
  const Descriptor opened{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  const bool synced = opened.is_open() && ::fsync(opened.number()) == 0;
  if (synced || errno == EINVAL || errno == ENOTSUP || errno == EACCES) return {};
  return fail(ExitStatus::io, fmt::format("{}: what was written there may not outlast a power cut: {}",
                                          directory.native(), reason(errno)));
}

}  // namespace

Result<std::string> read_secret_file(const fs::path& file) {
  // Without O_NONBLOCK a FIFO of that name would hang us. Whoever could put a link there would choose the
  // key.
  const int follow = is_systemd_credential(file) ? 0 : O_NOFOLLOW;
  const Descriptor opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | follow)};
  if (!opened.is_open()) {
    if (errno == ENOENT || errno == ENOTDIR)
      return fail(ExitStatus::no_input, fmt::format("{}: no such key file", file.native()));
    if (errno == ELOOP)
      return fail(ExitStatus::configuration,
                  fmt::format("{}: a symbolic link, which is not followed; let privacy.key_file name the key "
                              "itself",
                              file.native()));
    const bool forbidden = errno == EACCES || errno == EPERM;
    return fail(forbidden ? ExitStatus::no_permission : ExitStatus::io,
                fmt::format("{}: the key file cannot be read: {}", file.native(), reason(errno)));
  }
  struct stat status {};
  if (::fstat(opened.number(), &status) != 0)
    return fail(ExitStatus::io, fmt::format("{}: cannot be looked at: {}", file.native(), reason(errno)));
  if (!S_ISREG(status.st_mode))
    return fail(ExitStatus::configuration, fmt::format("{}: not a regular file", file.native()));
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0 && !is_systemd_credential(file))
    return fail(ExitStatus::configuration,
                fmt::format("{}: others than its owner may read or change this key; run: chmod 600 '{}'",
                            file.native(), file.native()));
  return read_small(opened.number(), file);
}

Result<void> replace_secret_file(const fs::path& file, std::string_view content) {
  const auto refuse = [&file](int error) {
    return fail(ExitStatus::cannot_create,
                fmt::format("{}: the key file cannot be replaced: {}", file.native(), reason(error)));
  };
  if (is_systemd_credential(file))
    return fail(
        ExitStatus::configuration,
        fmt::format("{}: systemd gives this credential, and only where it takes it from can it be changed; "
                    "name that file as privacy.key_file meanwhile",
                    file.native()));
  struct stat there {};
  if (::lstat(file.c_str(), &there) != 0) return refuse(errno);
  if (!S_ISREG(there.st_mode))
    return fail(
        ExitStatus::configuration,
        fmt::format("{}: not a regular file; let privacy.key_file name the file itself", file.native()));
  const fs::path directory = file.has_parent_path() ? file.parent_path() : fs::path{"."};
  std::string name = (directory / fmt::format(".{}.XXXXXX", file.filename().native())).native();
  const Descriptor temporary{::mkostemp(name.data(), O_CLOEXEC)};
  if (!temporary.is_open()) return refuse(errno);
  const TemporaryName removed_at_the_end{name};
  // Root may do this for the owner of the database, who has to read it afterwards.
  const bool whose = ::geteuid() != 0 || ::fchown(temporary.number(), there.st_uid, there.st_gid) == 0;
  if (!whose || ::fchmod(temporary.number(), S_IRUSR | S_IWUSR) != 0 ||
      !write_all(temporary.number(), content) || ::fsync(temporary.number()) != 0 ||
      ::rename(name.c_str(), file.c_str()) != 0)
    return refuse(errno);
  return sync_directory(directory);
}

Result<void> sync_secret_file(const fs::path& file) {
  const Descriptor opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
  if (!opened.is_open() || ::fsync(opened.number()) != 0)
    return fail(ExitStatus::io,
                fmt::format("{}: cannot be flushed to the disk: {}", file.native(), reason(errno)));
  return sync_directory(file.has_parent_path() ? file.parent_path() : fs::path{"."});
}

Result<void> create_secret_file(const fs::path& file, std::string_view content) {
  const auto refuse = [&file](int error) {
    return fail(ExitStatus::cannot_create,
                fmt::format("{}: the key file cannot be created: {}", file.native(), reason(error)));
  };
  const fs::path directory = file.has_parent_path() ? file.parent_path() : fs::path{"."};
  std::string name = (directory / fmt::format(".{}.XXXXXX", file.filename().native())).native();
  const Descriptor temporary{::mkostemp(name.data(), O_CLOEXEC)};
  if (!temporary.is_open()) return refuse(errno);
  const TemporaryName removed_at_the_end{name};
  if (!give_to_owner_of(directory, temporary.number()) ||
      ::fchmod(temporary.number(), S_IRUSR | S_IWUSR) != 0 || !write_all(temporary.number(), content) ||
      ::fsync(temporary.number()) != 0)
    return refuse(errno);
  // link, unlike rename, fails when the name is taken, be it by a dangling symbolic link.
  if (::link(name.c_str(), file.c_str()) != 0) return refuse(errno);
  return sync_directory(directory);
}

}  // namespace nhs::privacy
