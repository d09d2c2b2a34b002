#include "store/writer_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "store/file_owner.h"

namespace nhs::store {
namespace {

/// The file has this size from the start, so that a full disk does not keep the holder from writing to it:
/// a line for each of Line, then empty lines.
constexpr std::size_t kFileSize = 8192;
/// So that none is lost for another.
constexpr std::size_t kMostOfLine = 1000;
constexpr int kTriesToLock = 10;

enum Line : std::uint8_t {
  holder,
  trouble,
  configuration_hash,
  configuration_remark,
  rules_looked_at,
  collector
};
constexpr std::size_t kLines = 6;
using Lines = std::array<std::string, kLines>;

std::string name_of(const std::filesystem::path& database) { return database.string() + ".lock"; }

Lines all_lines(int descriptor) {
  std::array<char, kFileSize> text{};
  const ssize_t length = pread(descriptor, text.data(), text.size(), 0);
  std::istringstream lines{std::string(text.data(), length > 0 ? static_cast<std::size_t>(length) : 0)};
  Lines said;
  for (std::string& line : said) std::getline(lines, line);
  return said;
}

std::string holder_of(int descriptor) {
  const std::string named = all_lines(descriptor)[Line::holder];
  return named.empty() ? "another process" : named;
}

/// False where it cannot be written; the lock holds all the same.
bool write_lines(int descriptor, const Lines& said) {
  std::string text;
  for (std::string line : said) {
    line.resize(std::min(line.size(), kMostOfLine));
    std::replace(line.begin(), line.end(), '\n', ' ');
    text += line + "\n";
  }
  text.resize(kFileSize, '\n');
  return pwrite(descriptor, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
}

tl::unexpected<Error> not_opened(int cause, const std::filesystem::path& database) {
  // That mends itself, or is mended, without anybody starting us: systemd has to go on trying.
  if (cause == EROFS) {
    const std::string why = why_read_only(database);
    return fail(ExitStatus::io,
                !why.empty()
                    ? why
                    : fmt::format("{}: its disk can only be read: mount it for writing", database.string()));
  }
  if (cause == EACCES || cause == EPERM) {
    if (const std::string why = why_kept_from_owner(database); !why.empty())
      return fail(ExitStatus::no_permission, why);
    return fail(ExitStatus::no_permission,
                fmt::format("{}: you may not write there; run this as the owner of the database ({})",
                            database.string(), owner_of(database)));
  }
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

/// The filesystem of an open file as /proc/locks names it, `fe:00`; empty where it cannot be told. By its
/// mount: st_dev is another number than the kernel's own on btrfs and overlayfs.
std::string filesystem_of(int descriptor) {
  std::string mount;
  std::ifstream about{fmt::format("/proc/self/fdinfo/{}", descriptor)};
  for (std::string word; about >> word;)
    if (word == "mnt_id:") about >> mount;
  std::ifstream mounts{"/proc/self/mountinfo"};
  for (std::string line; std::getline(mounts, line);) {
    std::istringstream fields{line};
    std::string id, parent;
    unsigned major = 0, minor = 0;
    char colon = 0;
    if (fields >> id >> parent >> major >> colon >> minor && id == mount)
      return fmt::format("{:02x}:{:02x}", major, minor);
  }
  return {};
}

/// What the lock's file says; nothing when nobody holds the lock.
std::optional<Lines> said_by_holder(const std::filesystem::path& database) {
  const std::string path = name_of(database);
  struct stat file {};
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return std::nullopt;
  Lines said = all_lines(descriptor);
  said[Line::holder] = holder_of(descriptor);
  const bool known = fstat(descriptor, &file) == 0;
  const std::string filesystem = filesystem_of(descriptor);
  close(descriptor);
  // A file of another filesystem may have the same number.
  const std::string named = fmt::format("{}:{} ", filesystem.empty() ? "" : " " + filesystem, file.st_ino);
  std::ifstream locks{"/proc/locks"};
  for (std::string lock; known && std::getline(locks, lock);)
    if (lock.find(" FLOCK ") != std::string::npos && lock.find(named) != std::string::npos) return said;
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

/// Whatever the umask says: to members of the group who cannot read it nobody would seem to run. Who neither
/// made nor owns it leaves it as it is.
void let_group_read(int descriptor) {
  struct stat file {};
  if (fstat(descriptor, &file) != 0 || (file.st_mode & S_IRGRP) != 0) return;
  if (fchmod(descriptor, (file.st_mode & 07777) | S_IRGRP) != 0) errno = 0;
}

/// Somebody may remove it, or put another in its place, while it is open. What cannot be looked at is taken
/// to be as it was.
bool has_its_name(int descriptor, const std::string& path) {
  struct stat held {};
  struct stat named {};
  if (fstat(descriptor, &held) != 0) return true;
  if (lstat(path.c_str(), &named) != 0) return errno != ENOENT && errno != ENOTDIR;
  return held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

/// 0, or why not.
int lock_at_once(int descriptor) {
  while (flock(descriptor, LOCK_EX | LOCK_NB) != 0)
    if (errno != EINTR) return errno;
  return 0;
}

/// The lock's file, open and locked; the caller closes it.
Result<int> locked_file(const std::filesystem::path& database) {
  const std::string path = name_of(database);
  // Somebody may take the file away between two steps.
  for (int tries = kTriesToLock;; --tries) {
    const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
    if (descriptor < 0) return not_opened(errno, database);
    if (const int cause = lock_at_once(descriptor); cause != 0) {
      const std::string holder = holder_of(descriptor);
      close(descriptor);
      if (cause != EWOULDBLOCK)
        return fail(ExitStatus::io, fmt::format("{}: cannot be locked: {}; check the disk and the system log",
                                                path, std::strerror(cause)));
      return fail(ExitStatus::try_again,
                  fmt::format("{} is being written by {}; stop it first, or wait until it is done",
                              database.string(), holder));
    }
    if (tries == 0 || has_its_name(descriptor, path)) {
      let_group_read(descriptor);
      give_to_owner_of(database, descriptor);
      return descriptor;
    }
    close(descriptor);
  }
}

}  // namespace

bool is_collector(std::string_view writer) {
  const std::string_view name = writer.substr(0, writer.find(" ("));
  return name == kDaemon || name == kDaemonOnce;
}

Result<WriterLock> WriterLock::take(const std::filesystem::path& database, const char* who) {
  auto locked = locked_file(database);
  if (!locked) return tl::unexpected(locked.error());
  // Only for the message above and for who looks on; the lock holds without it.
  Lines said;
  said[Line::holder] = fmt::format("{} (process {})", who, getpid());
  said[Line::collector] = is_collector(who) ? who : all_lines(*locked)[Line::collector];
  write_lines(*locked, said);
  return WriterLock{database, *locked};
}

Result<bool> WriterLock::hold_on() {
  if (has_its_name(descriptor_, name_of(database_))) return false;
  const auto anew = locked_file(database_);
  if (!anew) return tl::unexpected(anew.error());
  write_lines(*anew, all_lines(descriptor_));
  close(std::exchange(descriptor_, *anew));
  return true;
}

void WriterLock::note_trouble(const std::string& trouble) {
  Lines said = all_lines(descriptor_);
  said[Line::trouble] = trouble;
  write_lines(descriptor_, said);
}

void WriterLock::note_configuration(const WriterConfiguration& configuration) {
  Lines said = all_lines(descriptor_);
  said[Line::configuration_hash] = configuration.hash;
  said[Line::configuration_remark] = configuration.remark;
  write_lines(descriptor_, said);
}

void WriterLock::note_looked_at(const std::set<std::string>& rules) {
  // With a word in front, none is another thing than not saying.
  const std::string line = fmt::format("rules: {}", fmt::join(rules, " "));
  Lines said = all_lines(descriptor_);
  said[Line::rules_looked_at] = line.size() <= kMostOfLine ? line : "";
  write_lines(descriptor_, said);
}

WriterLock::WriterLock(WriterLock&& other) noexcept
    : database_(std::move(other.database_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

WriterLock& WriterLock::operator=(WriterLock&& other) noexcept {
  std::swap(database_, other.database_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

WriterLock::~WriterLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

std::optional<std::string> current_writer(const std::filesystem::path& database) {
  const auto said = said_by_holder(database);
  return said ? std::optional{(*said)[Line::holder]} : std::nullopt;
}

std::string last_collector(const std::filesystem::path& database) {
  const int descriptor = open(name_of(database).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor < 0) return {};
  const std::string named = all_lines(descriptor)[Line::collector];
  close(descriptor);
  return named;
}

std::string trouble_of_writer(const std::filesystem::path& database) {
  const auto said = said_by_holder(database);
  return said ? (*said)[Line::trouble] : std::string{};
}

WriterConfiguration configuration_of_writer(const std::filesystem::path& database) {
  const auto said = said_by_holder(database);
  if (!said) return {};
  return {(*said)[Line::configuration_hash], (*said)[Line::configuration_remark]};
}

std::optional<std::set<std::string>> looked_at_by_writer(const std::filesystem::path& database) {
  const auto said = said_by_holder(database);
  std::istringstream words{said ? (*said)[Line::rules_looked_at] : std::string{}};
  std::string word;
  if (!(words >> word)) return std::nullopt;
  std::set<std::string> rules;
  while (words >> word) rules.insert(word);
  return rules;
}

}  // namespace nhs::store
