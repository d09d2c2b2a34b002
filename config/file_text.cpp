#include "config/file_text.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "core/descriptor.h"

namespace nhs::config {
namespace {

constexpr std::size_t kMaxFileBytes = 1 << 20;

/// One with a name: whoever is to write into it may never come. The shell's, as in `--config <(…)` or
/// /dev/stdin, has no name, and somebody at its other end.
bool is_fifo(int descriptor, const struct stat& found) {
  struct statfs home {};
  return S_ISFIFO(found.st_mode) && (::fstatfs(descriptor, &home) != 0 || home.f_type != PIPEFS_MAGIC);
}

/// Reads until the text is full or the file ends; false where it cannot be read.
bool read_into(std::string& text, int descriptor) {
  std::size_t filled = 0;
  while (filled < text.size()) {
    const ssize_t count = ::read(descriptor, text.data() + filled, text.size() - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  text.resize(filled);
  return true;
}

}  // namespace

Result<std::string> file_text(const std::filesystem::path& file) {
  const auto refuse = [&file](std::string_view what) {
    return fail(ExitStatus::configuration, fmt::format("{}: {}", file.native(), what));
  };
  // Opening a FIFO waits for who writes into it, but for O_NONBLOCK; reading is to wait.
  const Descriptor opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)};
  if (!opened.is_open())
    return refuse(fmt::format("cannot be read: {}", std::generic_category().message(errno)));
  struct stat found {};
  if (::fstat(opened.number(), &found) != 0 || ::fcntl(opened.number(), F_SETFL, O_RDONLY) != 0)
    return refuse(fmt::format("cannot be read: {}", std::generic_category().message(errno)));
  if (S_ISDIR(found.st_mode)) return refuse("is a folder; name the file in it");
  if (is_fifo(opened.number(), found)) return refuse("is a FIFO, which may never end; name a file");
  std::string text(kMaxFileBytes + 1, '\0');
  if (!read_into(text, opened.number())) return refuse("cannot be read to its end");
  if (text.size() > kMaxFileBytes) return refuse("is over 1 MiB; a configuration is a page or two");
  return text;
}

}  // namespace nhs::config
