#include "store/writer_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>
#include <utility>

#include "store/file_owner.h"

namespace nhs::store {
namespace {

std::string holder_of(int descriptor) {
  std::array<char, 128> text{};
  const ssize_t length = pread(descriptor, text.data(), text.size() - 1, 0);
  std::string holder(text.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  while (!holder.empty() && holder.back() == '\n') holder.pop_back();
  return holder.empty() ? "another process" : holder;
}

tl::unexpected<Error> not_opened(int cause, const std::filesystem::path& database) {
  if (cause == EACCES || cause == EPERM || cause == EROFS)
    return fail(ExitStatus::no_permission,
                fmt::format("{}: you may not write there; run this as the owner of the database ({})",
                            database.string(), owner_of(database)));
  return fail(ExitStatus::cannot_create,
              fmt::format("{}.lock: cannot be opened for writing: {}; check that the folder is there",
                          database.string(), std::strerror(cause)));
}

}  // namespace

Result<WriterLock> WriterLock::take(const std::filesystem::path& database, const char* who) {
  const std::string path = database.string() + ".lock";
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
  if (descriptor < 0) return not_opened(errno, database);
  WriterLock lock{descriptor};
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0)
    return fail(ExitStatus::try_again,
                fmt::format("{} is being written by {}; stop it first, or wait until it is done",
                            database.string(), holder_of(descriptor)));
  const std::string holder = fmt::format("{} (process {})\n", who, getpid());
  // Only for the message above; the lock holds without it.
  if (ftruncate(descriptor, 0) == 0 && pwrite(descriptor, holder.data(), holder.size(), 0) < 0) errno = 0;
  return lock;
}

WriterLock::WriterLock(WriterLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

WriterLock& WriterLock::operator=(WriterLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

WriterLock::~WriterLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

std::optional<std::string> current_writer(const std::filesystem::path& database) {
  const std::string path = database.string() + ".lock";
  struct stat file {};
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return std::nullopt;
  const std::string holder = holder_of(descriptor);
  const bool known = fstat(descriptor, &file) == 0;
  close(descriptor);
  const std::string inode = fmt::format(":{} ", file.st_ino);
  std::ifstream locks{"/proc/locks"};
  for (std::string lock; known && std::getline(locks, lock);)
    if (lock.find(" FLOCK ") != std::string::npos && lock.find(inode) != std::string::npos) return holder;
  return std::nullopt;
}

}  // namespace nhs::store
