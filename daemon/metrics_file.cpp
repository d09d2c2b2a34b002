#include "daemon/metrics_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

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

}  // namespace

Result<void> replace_metrics_file(const std::filesystem::path& file, std::string_view text,
                                  config::MetricsReaders readers) {
  const bool everyone = readers == config::MetricsReaders::everyone;
  const std::filesystem::path folder = file.parent_path();
  if (::mkdir(folder.c_str(), 0700) == 0 && ::chmod(folder.c_str(), everyone ? 0755 : 0750) != 0)
    return failed(file, errno);
  // node_exporter reads what ends in .prom, and so not this.
  const std::string beside = file.string() + ".new";
  const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (descriptor < 0) return failed(file, errno);
  const bool whole = ::fchmod(descriptor, everyone ? 0644 : 0640) == 0 && write_whole(descriptor, text);
  const int cause = errno;
  ::close(descriptor);
  if (whole && ::rename(beside.c_str(), file.c_str()) == 0) return {};
  const int why = whole ? errno : cause;
  ::unlink(beside.c_str());
  return failed(file, why);
}

}  // namespace nhs::daemon
