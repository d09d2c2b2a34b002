#include "store/file_owner.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>

#include <array>

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

}  // namespace nhs::store
