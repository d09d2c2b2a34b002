#include "cli/daemon_user.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "store/file_owner.h"

namespace nhs::cli {
namespace {

namespace fs = std::filesystem;

/// As packaging/ makes it (sysusers.d).
constexpr const char* kOfThePackage = "nhsvalues";
constexpr int kMostGroups = 256;

std::optional<uid_t> owner_of(const fs::path& file) {
  struct stat found {};
  if (::stat(file.c_str(), &found) != 0) return std::nullopt;
  return found.st_uid;
}

uid_t number_of_daemon(const fs::path& database) {
  const auto of_file = owner_of(database);
  const auto of_folder = owner_of(fs::absolute(database).parent_path());
  if (of_file && *of_file != 0) return *of_file;
  if (of_folder && *of_folder != 0) return *of_folder;
  const passwd* package = ::geteuid() == 0 ? ::getpwnam(kOfThePackage) : nullptr;
  if (package != nullptr) return package->pw_uid;
  return of_file.value_or(::geteuid());
}

std::vector<gid_t> groups_of(uid_t number) {
  const passwd* found = ::getpwuid(number);
  if (found == nullptr) return {};
  std::vector<gid_t> groups(kMostGroups);
  int count = kMostGroups;
  if (::getgrouplist(found->pw_name, found->pw_gid, groups.data(), &count) < 0) count = kMostGroups;
  groups.resize(static_cast<std::size_t>(count));
  return groups;
}

bool permits(const DaemonUser& user, const struct stat& found, int what) {
  const bool in_group = std::find(user.groups.begin(), user.groups.end(), found.st_gid) != user.groups.end();
  const mode_t granted = found.st_uid == user.number ? found.st_mode >> 6
                         : in_group                  ? found.st_mode >> 3
                                                     : found.st_mode;
  const auto wanted = static_cast<mode_t>(what);
  return (granted & wanted) == wanted;
}

}  // namespace

DaemonUser daemon_user(const fs::path& database) {
  const uid_t number = number_of_daemon(database);
  return {number, store::user_name(number), groups_of(number)};
}

std::optional<bool> may(const DaemonUser& user, const fs::path& file, int what) {
  std::error_code unseen;
  const fs::path place = fs::canonical(file, unseen);
  struct stat found {};
  if (unseen || ::stat(place.c_str(), &found) != 0) return std::nullopt;
  if (user.number == 0) return true;
  if (!permits(user, found, what)) return false;
  for (fs::path folder = place.parent_path();; folder = folder.parent_path()) {
    if (::stat(folder.c_str(), &found) != 0) return std::nullopt;
    if (!permits(user, found, X_OK)) return false;
    if (!folder.has_relative_path()) return true;
  }
}

}  // namespace nhs::cli
