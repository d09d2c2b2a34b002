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
#include <sstream>
#include <string>
#include <utility>

#include "store/file_owner.h"

namespace nhs::store {
namespace {

/// The file has this size from the start, so that a full disk does not keep the holder from writing to it:
/// the holder's name in one line, then what troubles it, then empty lines.
constexpr std::size_t kFileSize = 1024;

std::string line_of(int descriptor, int number) {
  std::array<char, kFileSize> text{};
  const ssize_t length = pread(descriptor, text.data(), text.size(), 0);
  std::istringstream lines{std::string(text.data(), length > 0 ? static_cast<std::size_t>(length) : 0)};
  std::string line;
  for (int at = 0; at <= number; ++at)
    if (!std::getline(lines, line)) return {};
  return line;
}

std::string holder_of(int descriptor) {
  const std::string holder = line_of(descriptor, 0);
  return holder.empty() ? "another process" : holder;
}

/// False where it cannot be written; the lock holds all the same.
bool write_lines(int descriptor, const std::string& holder, const std::string& trouble) {
  std::string text = holder + "\n" + trouble;
  text.resize(kFileSize, '\n');
  text.back() = '\n';
  return pwrite(descriptor, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
}

tl::unexpected<Error> not_opened(int cause, const std::filesystem::path& database) {
  if (cause == EACCES || cause == EPERM || cause == EROFS)
    return fail(ExitStatus::no_permission,
                fmt::format("{}: you may not write there; run this as the owner of the database ({})",
                            database.string(), owner_of(database)));
  if (cause == ELOOP)
    return fail(
        ExitStatus::configuration,
        fmt::format("{}.lock: a symbolic link, which is not followed; nhsvalues made none: find out who "
                    "did, then remove it",
                    database.string()));
  return fail(ExitStatus::cannot_create,
              fmt::format("{}.lock: cannot be opened for writing: {}; check that the folder is there",
                          database.string(), std::strerror(cause)));
}

/// What the lock's file says in this line; nothing when nobody holds the lock.
std::optional<std::string> said_by_holder(const std::filesystem::path& database, int line) {
  const std::string path = database.string() + ".lock";
  struct stat file {};
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return std::nullopt;
  const std::string said = line == 0 ? holder_of(descriptor) : line_of(descriptor, line);
  const bool known = fstat(descriptor, &file) == 0;
  close(descriptor);
  const std::string inode = fmt::format(":{} ", file.st_ino);
  std::ifstream locks{"/proc/locks"};
  for (std::string lock; known && std::getline(locks, lock);)
    if (lock.find(" FLOCK ") != std::string::npos && lock.find(inode) != std::string::npos) return said;
  return std::nullopt;
}

/// Where root works on somebody's database, its owner must be able to take the lock afterwards. Where that
/// fails doctor tells.
void give_to_owner_of(const std::filesystem::path& database, int descriptor) {
  struct stat owner {};
  const std::filesystem::path folder = std::filesystem::absolute(database).parent_path();
  if (geteuid() != 0 || (stat(database.c_str(), &owner) != 0 && stat(folder.c_str(), &owner) != 0)) return;
  if (fchown(descriptor, owner.st_uid, owner.st_gid) != 0) errno = 0;
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
  give_to_owner_of(database, descriptor);
  // Only for the message above; the lock holds without it.
  write_lines(descriptor, fmt::format("{} (process {})", who, getpid()), {});
  return lock;
}

void WriterLock::note_trouble(const std::string& trouble) {
  write_lines(descriptor_, line_of(descriptor_, 0), trouble);
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
  return said_by_holder(database, 0);
}

std::string trouble_of_writer(const std::filesystem::path& database) {
  return said_by_holder(database, 1).value_or("");
}

}  // namespace nhs::store
