#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace nhs::store {

/// The user's login, else the number. Thread-safe.
std::string user_name(uid_t id);

/// The group's name, else the number. Thread-safe.
std::string group_name(gid_t id);

/// Whose file this is; while it is not there or cannot be seen, whose folder it would be in. Thread-safe.
std::string owner_of(const std::filesystem::path& file);

/// Why the owner of a database cannot write to it, and what to do; empty where they can, or it cannot be
/// seen.
std::string why_read_only(const std::filesystem::path& file);

}  // namespace nhs::store
