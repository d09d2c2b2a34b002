#include "store/durable_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace nhs::store {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> failed(ExitStatus status, const fs::path& file, const char* what) {
  return fail(status, fmt::format("{}: {}: {}", file.string(), what, std::strerror(errno)));
}

Result<void> flush(const fs::path& path, int flags) {
  const Descriptor opened{::open(path.c_str(), flags | O_CLOEXEC)};
  if (!opened.is_open()) return failed(ExitStatus::io, path, "cannot be opened");
  if (::fsync(opened.number()) != 0)
    return failed(ExitStatus::io, path, "cannot be written through to the disk");
  return {};
}

std::string partial_prefix(const fs::path& target) {
  return target.filename().string() + std::string{kPartial};
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// What SQLite makes beside a file that it writes.
constexpr std::array<std::string_view, 3> kBeside = {"-journal", "-wal", "-shm"};

/// A file of SQLite: the name alone may be anybody's, of an empty file too.
bool may_be_a_copy(int descriptor) {
  constexpr std::string_view kSqlite{"SQLite format 3\0", 16};
  std::array<char, 16> start{};
  const ssize_t read = ::pread(descriptor, start.data(), start.size(), 0);
  const std::string_view found{start.data(), start.size()};
  return read == 16 && (found == kSqlite || found == std::string_view{std::array<char, 16>{}.data(), 16});
}

/// Whether nobody makes this file any more. A process number does not tell: it may be another's by now, and
/// in a container it is always the same.
bool is_abandoned(const Descriptor& part) {
  struct stat found {};
  return part.is_open() && ::fstat(part.number(), &found) == 0 && S_ISREG(found.st_mode) &&
         found.st_uid == ::geteuid() && ::flock(part.number(), LOCK_EX | LOCK_NB) == 0;
}

Descriptor open_part(const fs::path& path) {
  return Descriptor{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
}

/// Of this target whatever it holds; of others, a backup's of another day for one, what looks like a copy.
void remove_leftovers(const fs::path& target) {
  const std::string prefix = partial_prefix(target);
  for (const fs::path& each : leftovers_in(fs::absolute(target).parent_path())) {
    // Holds the lock that is_abandoned takes.
    const Descriptor part = open_part(each);
    if (!is_abandoned(part)) continue;
    if (each.filename().string().rfind(prefix, 0) == 0 || may_be_a_copy(part.number()))
      remove_with_what_is_beside(each);
  }
}

/// Locked and empty, and still under its name; none where it is not to be had.
Descriptor made_and_locked(const fs::path& path, mode_t mode) {
  for (int tries = 0; tries < 5; ++tries) {
    Descriptor part{::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!part.is_open()) return part;
    struct stat made {};
    struct stat named {};
    // Not its name when it was taken for a leftover between its making and its lock.
    if (::flock(part.number(), LOCK_EX) == 0 && ::fchmod(part.number(), mode) == 0 &&
        ::fstat(part.number(), &made) == 0 && ::lstat(path.c_str(), &named) == 0 &&
        made.st_ino == named.st_ino)
      return part;
  }
  return {};
}

/// Of whoever runs as another user only the number tells.
bool may_run_still(const fs::path& part) {
  const std::string name = part.filename().string();
  const pid_t maker = static_cast<pid_t>(std::atol(name.c_str() + name.rfind(kPartial) + kPartial.size()));
  return maker <= 0 || ::kill(maker, 0) == 0 || errno != ESRCH;
}

}  // namespace

bool remove_with_what_is_beside(const fs::path& path) {
  std::error_code ignored;
  const bool removed = fs::remove(path, ignored);
  for (const std::string_view beside : kBeside) fs::remove(path.string() + std::string{beside}, ignored);
  return removed;
}

bool is_left_over(const fs::path& part) {
  const std::string name = part.filename().string();
  const auto at = name.rfind(kPartial);
  // One of this process may be open in SQLite, whose locks would go with a second descriptor.
  if (at == std::string::npos || name.substr(at + kPartial.size()) == std::to_string(::getpid()))
    return false;
  const Descriptor opened = open_part(part);
  if (!opened.is_open()) return errno == EACCES && !may_run_still(part);
  struct stat found {};
  return ::fstat(opened.number(), &found) == 0 && S_ISREG(found.st_mode) &&
         ::flock(opened.number(), LOCK_EX | LOCK_NB) == 0;
}

std::vector<fs::path> leftovers_in(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code unseen;
  // Not range-for, whose steps throw where the disk fails.
  for (fs::directory_iterator each{folder, unseen}; !unseen && each != fs::directory_iterator{};
       each.increment(unseen)) {
    const std::string name = each->path().filename().string();
    const auto at = name.rfind(kPartial);
    if (at != std::string::npos && at > 0 && is_number(std::string_view{name}.substr(at + kPartial.size())))
      found.push_back(each->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

Result<FileInTheMaking> FileInTheMaking::begin(const fs::path& target, mode_t mode) {
  remove_leftovers(target);
  fs::path path = target.parent_path() / (partial_prefix(target) + std::to_string(::getpid()));
  Descriptor locked = made_and_locked(path, mode);
  if (!locked.is_open())
    return failed(ExitStatus::cannot_create, target,
                  "cannot be made here; check that the folder is there and that you may write to it");
  return FileInTheMaking{std::move(path), target, std::move(locked)};
}

FileInTheMaking::FileInTheMaking(FileInTheMaking&& other) noexcept
    : path_(std::exchange(other.path_, {})),
      target_(std::move(other.target_)),
      lock_(std::move(other.lock_)) {}

FileInTheMaking& FileInTheMaking::operator=(FileInTheMaking&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(target_, other.target_);
  std::swap(lock_, other.lock_);
  return *this;
}

FileInTheMaking::~FileInTheMaking() {
  if (!path_.empty()) remove_with_what_is_beside(path_);
}

Result<void> FileInTheMaking::give_to_owner_of(const fs::path& like) {
  if (::geteuid() != 0) return {};
  struct stat found {};
  if (::stat(like.c_str(), &found) != 0) return failed(ExitStatus::io, like, "cannot be looked at");
  // Not by its name, under which who owns the folder may meanwhile have put a link to somebody else's file.
  if (::fchown(lock_.number(), found.st_uid, found.st_gid) != 0)
    return failed(ExitStatus::io, path_, "cannot be given to the owner of the database");
  return {};
}

Result<void> FileInTheMaking::put_in_place() {
  if (auto flushed = flush(path_, O_RDWR); !flushed) return flushed;
  if (::rename(path_.c_str(), target_.c_str()) != 0)
    return failed(ExitStatus::io, target_, "cannot be put in place");
  path_.clear();
  // Before anybody in this process opens it by its name, whose locks of SQLite would go with this one.
  lock_.close();
  return flush_folder_of(target_);
}

Result<void> flush_folder_of(const fs::path& file) {
  return flush(fs::absolute(file).parent_path(), O_RDONLY | O_DIRECTORY);
}

}  // namespace nhs::store
