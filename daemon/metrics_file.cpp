#include "daemon/metrics_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "store/file_owner.h"

namespace nhs::daemon {
namespace {

tl::unexpected<Error> failed(const std::filesystem::path& file, int cause) {
  return fail(ExitStatus::io,
              fmt::format("{}: metrics cannot be written: {}; check its folder, or set [metrics] file",
                          file.string(), std::strerror(cause)));
}

bool write_whole(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// Nothing where it is there. False, with errno, where it cannot be made as it is to be.
bool make_folder(const std::filesystem::path& folder, mode_t mode) {
  if (::mkdir(folder.c_str(), 0700) != 0) return true;
  const int made = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (made < 0) return false;
  const bool settled = store::give_to_owner_of_folder(folder, made) && ::fchmod(made, mode) == 0;
  const int cause = errno;
  ::close(made);
  errno = cause;
  return settled;
}

}  // namespace

Result<void> replace_metrics_file(const std::filesystem::path& file, std::string_view text,
                                  config::MetricsReaders readers) {
  const bool everyone = readers == config::MetricsReaders::everyone;
  if (!make_folder(file.parent_path(), everyone ? 0755 : 0750)) return failed(file, errno);
  // node_exporter reads what ends in .prom, and so not this.
  const std::string beside = file.string() + ".new";
  // A new one always: what root writes goes to the folder's owner, and so must be nobody else's file by a
  // link.
  ::unlink(beside.c_str());
  const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (descriptor < 0) return failed(file, errno);
  const bool whole = store::give_to_owner_of_folder(file, descriptor) &&
                     ::fchmod(descriptor, everyone ? 0644 : 0640) == 0 && write_whole(descriptor, text);
  const int cause = errno;
  ::close(descriptor);
  if (whole && ::rename(beside.c_str(), file.c_str()) == 0) return {};
  const int why = whole ? errno : cause;
  ::unlink(beside.c_str());
  return failed(file, why);
}

}  // namespace nhs::daemon
