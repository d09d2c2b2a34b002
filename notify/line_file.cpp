#include "notify/line_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "core/descriptor.h"
#include "core/json.h"

namespace nhs::notify {
namespace {

constexpr off_t kTail = 256 * 1024;

tl::unexpected<Error> trouble(const std::filesystem::path& file, std::string_view what) {
  return fail(ExitStatus::io, fmt::format("{}: {}: {}", file.string(), what, std::strerror(errno)));
}

Result<std::string> end_of(int descriptor, off_t size, const std::filesystem::path& file) {
  std::string bytes(static_cast<std::size_t>(std::min(size, kTail)), '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got = ::pread(descriptor, bytes.data() + filled, bytes.size() - filled,
                                size - static_cast<off_t>(bytes.size() - filled));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return trouble(file, "cannot be read");
    filled += static_cast<std::size_t>(got);
  }
  return bytes;
}

/// Whether a whole line of this key is there. What a kill left of one was ended by the next, and is none.
bool holds_whole_line(const std::string& bytes, const std::string& key) {
  for (std::size_t at = bytes.find(key); at != std::string::npos; at = bytes.find(key, at + 1)) {
    const std::size_t end = bytes.find('\n', at);
    if (end == std::string::npos) return false;
    const std::size_t before = bytes.rfind('\n', at);
    const std::size_t from = before == std::string::npos ? 0 : before + 1;
    if (JsonDocument::parse(std::string_view{bytes}.substr(from, end - from))) return true;
  }
  return false;
}

}  // namespace

Result<void> append_once(const std::filesystem::path& file, const std::string& key, const std::string& line) {
  const Descriptor opened{
      ::open(file.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW, 0640)};
  if (!opened.is_open() && errno == ELOOP)
    return fail(ExitStatus::io, fmt::format("{}: is a link; name the file itself", file.string()));
  if (!opened.is_open()) return trouble(file, "cannot be opened");
  struct stat status {};
  if (::fstat(opened.number(), &status) != 0) return trouble(file, "cannot be looked at");
  if (!S_ISREG(status.st_mode))
    return fail(ExitStatus::io, fmt::format("{}: is no plain file; name another one", file.string()));
  const auto end = end_of(opened.number(), status.st_size, file);
  if (!end) return tl::unexpected(end.error());
  if (holds_whole_line(*end, key)) return {};
  const std::string bytes = (end->empty() || end->back() == '\n' ? "" : "\n") + line + "\n";
  const ssize_t written = ::write(opened.number(), bytes.data(), bytes.size());
  if (written != static_cast<ssize_t>(bytes.size())) {
    const int reason = written < 0 ? errno : ENOSPC;
    if (written > 0 && ::ftruncate(opened.number(), status.st_size) != 0)
      return trouble(file, "holds a part of a line now");
    errno = reason;
    return trouble(file, "cannot be written to");
  }
  if (::fsync(opened.number()) != 0) return trouble(file, "cannot be written to the disk");
  return {};
}

}  // namespace nhs::notify
