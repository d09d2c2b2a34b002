#include "store/read_access.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "store/file_owner.h"
#include "store/target_file.h"

namespace nhs::store {
namespace {

/// barrier: the file, or the folder on its way, that keeps us out.
tl::unexpected<Error> refused(const std::filesystem::path& file, const struct stat& barrier) {
  const mode_t needed = S_ISDIR(barrier.st_mode) ? S_IXGRP : S_IRGRP;
  // Nobody should be told to join root.
  const bool group_helps = (barrier.st_mode & needed) != 0 && barrier.st_gid != 0;
  const std::string group = group_name(barrier.st_gid);
  if (group_helps)
    return fail(
        ExitStatus::no_permission,
        fmt::format("{}: you may not read this database; it is for members of the group {}: ask for `sudo "
                    "usermod -aG {} YOUR-LOGIN`, then log in anew",
                    file.string(), group, group));
  return fail(
      ExitStatus::no_permission,
      fmt::format("{}: you may not read this database, which belongs to the user {} and the group {}; ask "
                  "{} to let a group of yours read it (chgrp, chmod g+r, for its folder g+rx), then join it "
                  "with usermod -aG",
                  file.string(), user_name(barrier.st_uid), group, user_name(barrier.st_uid)));
}

}  // namespace

Result<void> check_readable(const std::filesystem::path& file) {
  if (auto plain = check_no_links(file); !plain) return plain;
  struct stat found {};
  if (::stat(file.c_str(), &found) == 0) {
    if (!S_ISREG(found.st_mode))
      return fail(ExitStatus::no_input,
                  fmt::format("{}: not a file; name the database with --db", file.string()));
    if (::faccessat(AT_FDCWD, file.c_str(), R_OK, AT_EACCESS) == 0) return {};
    return refused(file, found);
  }
  if (errno == ENOENT || errno == ENOTDIR)
    return fail(
        ExitStatus::no_input,
        fmt::format(
            "{}: there is no database yet; take posts in with `nhsvalues import`, or start nhsvaluesd",
            file.string()));
  const int cause = errno;
  // The deepest folder that can be seen at all is the one that may not be entered.
  for (std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
       folder.has_relative_path(); folder = folder.parent_path())
    if (cause == EACCES && ::stat(folder.c_str(), &found) == 0) return refused(file, found);
  return fail(ExitStatus::no_permission,
              fmt::format("{}: cannot be reached: {}; check the permissions of the folders above it",
                          file.string(), std::strerror(cause)));
}

}  // namespace nhs::store
