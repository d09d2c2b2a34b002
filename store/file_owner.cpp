#include "store/file_owner.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <vector>

namespace nhs::store {

std::string user_name(uid_t id) {
  struct passwd entry {};
  struct passwd* found = nullptr;
  std::array<char, 4096> buffer{};
  if (getpwuid_r(id, &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
    return found->pw_name;
  return std::to_string(id);
}

std::string group_name(gid_t id) {
  struct group entry {};
  struct group* found = nullptr;
  std::array<char, 4096> buffer{};
  if (getgrgid_r(id, &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
    return found->gr_name;
  return std::to_string(id);
}

std::string owner_of(const std::filesystem::path& file) {
  struct stat found {};
  std::filesystem::path place = std::filesystem::absolute(file);
  while (::stat(place.c_str(), &found) != 0 && place.has_relative_path()) place = place.parent_path();
  return user_name(found.st_uid);
}

bool give_to_owner_of_folder(const std::filesystem::path& file, int made) {
  if (::geteuid() != 0) return true;
  struct stat folder {};
  if (::stat(std::filesystem::absolute(file).parent_path().c_str(), &folder) != 0) return false;
  return folder.st_uid == 0 || ::fchown(made, folder.st_uid, folder.st_gid) == 0;
}

std::string why_kept_from_owner(const std::filesystem::path& database) {
  struct stat owned {};
  if (::stat(database.c_str(), &owned) != 0 || owned.st_uid != ::geteuid()) return {};
  std::vector<std::string> names;
  std::string whose;
  for (const char* suffix : {"-wal", "-shm", "-journal", ".lock"}) {
    const std::string name = database.string() + suffix;
    struct stat found {};
    if (::stat(name.c_str(), &found) != 0 || found.st_uid == owned.st_uid ||
        ::faccessat(AT_FDCWD, name.c_str(), R_OK | W_OK, AT_EACCESS) == 0)
      continue;
    names.push_back(name);
    whose = user_name(found.st_uid);
  }
  if (names.empty()) return {};
  return fmt::format(
      "{}: belongs to {}, and the database to {}, as after a command that another user ran on it; give it "
      "back, then start nhsvaluesd again: sudo chown {}:{} {}",
      fmt::join(names, ", "), whose, user_name(owned.st_uid), user_name(owned.st_uid),
      group_name(owned.st_gid), fmt::join(names, " "));
}

std::string why_read_only(const std::filesystem::path& file) {
  struct stat found {};
  struct statvfs disk {};
  const std::filesystem::path place = std::filesystem::absolute(file).parent_path();
  if (::stat(file.c_str(), &found) != 0) return {};
  if (::statvfs(file.c_str(), &disk) == 0 && (disk.f_flag & ST_RDONLY) != 0)
    return fmt::format(
        "{}: its disk can only be read, so nothing can be stored or erased: mount it for writing",
        file.string());
  const bool denied =
      found.st_uid == ::geteuid() && ::faccessat(AT_FDCWD, file.c_str(), W_OK, AT_EACCESS) != 0;
  if ((found.st_mode & S_IWUSR) == 0 || denied)
    return fmt::format("{}: its owner may only read it, so nothing can be stored or erased: chmod u+w {}",
                       file.string(), file.string());
  struct stat folder {};
  if (::stat(place.c_str(), &folder) == 0 && folder.st_uid == found.st_uid && (folder.st_mode & S_IWUSR) == 0)
    return fmt::format(
        "{}: its owner may not write in this folder, so nothing can be stored or erased: chmod u+w {}",
        place.string(), place.string());
  return {};
}

}  // namespace nhs::store
