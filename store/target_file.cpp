#include "store/target_file.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

namespace nhs::store {
namespace {

namespace fs = std::filesystem;

bool are_the_same(const fs::path& one, const fs::path& other) {
  std::error_code unseen;
  if (fs::equivalent(one, other, unseen)) return true;
  // A log that is not there now would be taken for the database's the next time that somebody opens it.
  const fs::path first = fs::weakly_canonical(fs::absolute(one), unseen);
  return !first.empty() && first == fs::weakly_canonical(fs::absolute(other), unseen);
}

}  // namespace

std::vector<fs::path> files_of(const fs::path& database) {
  std::vector<fs::path> files{database};
  for (const char* beside : {"-wal", "-shm", "-journal", ".lock"})
    files.emplace_back(database.string() + beside);
  return files;
}

Result<void> check_no_links(const fs::path& database) {
  for (const fs::path& each : files_of(database)) {
    struct stat found {};
    if (::lstat(each.c_str(), &found) != 0 || !S_ISLNK(found.st_mode)) continue;
    return fail(ExitStatus::configuration,
                fmt::format("{}: a symbolic link, which is not followed; {}", each.string(),
                            each == database ? "name the database itself"
                                             : "nhsvalues made none: find out who did, then remove it"));
  }
  return {};
}

Result<void> check_none_of(const fs::path& target, const std::vector<fs::path>& in_use) {
  for (const fs::path& each : in_use)
    if (!each.empty() && are_the_same(target, each))
      return fail(ExitStatus::usage, fmt::format("{}: this is {}, which is in use; name another file",
                                                 target.string(), each.string()));
  return {};
}

Result<bool> is_plain_file(const fs::path& target) {
  struct stat found {};
  if (::lstat(target.c_str(), &found) != 0) {
    if (errno == ENOENT) return false;
    return fail(ExitStatus::cannot_create,
                fmt::format("{}: cannot be made: {}", target.string(), std::strerror(errno)));
  }
  if (S_ISREG(found.st_mode)) return true;
  return fail(ExitStatus::cannot_create,
              fmt::format("{}: this is there, and is no plain file; name another file", target.string()));
}

tl::unexpected<Error> is_there_already(const fs::path& target) {
  return fail(
      ExitStatus::cannot_create,
      fmt::format("{}: is there already; name another file, or replace it with --force", target.string()));
}

}  // namespace nhs::store
