#include "daemon/metrics_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "config/listen_place.h"
#include "core/descriptor.h"
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
  const Descriptor made{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)};
  return made.is_open() && store::give_to_owner_of_folder(folder, made.number()) &&
         ::fchmod(made.number(), mode) == 0;
}

}  // namespace

Result<void> replace_metrics_file(const std::filesystem::path& file, std::string_view text,
                                  config::MetricsReaders readers) {
  const bool everyone = readers == config::MetricsReaders::everyone;
  if (!make_folder(file.parent_path(), everyone ? 0755 : 0750)) return failed(file, errno);
  const std::filesystem::path beside = config::metrics_in_the_making(file);
  // A new one always: what root writes goes to the folder's owner, and so must be nobody else's file by a
  // link.
  ::unlink(beside.c_str());
  Descriptor made{::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)};
  if (!made.is_open()) return failed(file, errno);
  const bool whole = store::give_to_owner_of_folder(file, made.number()) &&
                     ::fchmod(made.number(), everyone ? 0644 : 0640) == 0 && write_whole(made.number(), text);
  made.close();
  if (whole && ::rename(beside.c_str(), file.c_str()) == 0) return {};
  const int cause = errno;
  ::unlink(beside.c_str());
  return failed(file, cause);
}

}  // namespace nhs::daemon
