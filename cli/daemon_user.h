#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace nhs::cli {

/// The user as whom nhsvaluesd runs, as far as files tell. root sees every file, and a member of the group
/// few of those that the daemon sees: what is said of a configuration is to hold for neither, but for this
/// one.
struct DaemonUser {
  uid_t number;
  std::string name;
  std::vector<gid_t> groups;
};

/// Who owns the database; while it is not there, or root made it in somebody else's folder, who owns its
/// folder. Where both are root's or not there: the package's user for root, if this machine has one, and for
/// anybody else themselves.
DaemonUser daemon_user(const std::filesystem::path& database);

/// Whether this user can get to a file or folder, and do this with it (R_OK, W_OK, X_OK, added up): by owner,
/// group and mode, without access lists. Nothing for what is not there, or cannot be seen by this process.
std::optional<bool> may(const DaemonUser& user, const std::filesystem::path& file, int what);

}  // namespace nhs::cli
