#include "core/file_size_limit.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <csignal>

namespace nhs {

void refuse_writes_beyond_limit() noexcept { std::signal(SIGXFSZ, SIG_IGN); }

std::string or_beyond_file_size_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return {};
  return fmt::format(
      "; or a file would be larger than {} KiB, which is this process's limit (ulimit -f, LimitFSIZE=)",
      limit.rlim_cur / 1024);
}

}  // namespace nhs
