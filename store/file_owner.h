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

/// Where root makes a file in somebody else's folder, it is to be theirs, and their group's: what runs as
/// them has to read and write it. made: the new file, open. Does nothing for anybody else, and in root's own
/// folders. False, with errno, where it fails.
bool give_to_owner_of_folder(const std::filesystem::path& file, int made);

/// That files beside a database keep its owner, who runs this, from using it, for they are somebody else's,
/// as after a command that root ran; with the chown that mends it. Empty where there are none, and for
/// everybody else. Thread-safe.
std::string why_kept_from_owner(const std::filesystem::path& database);

/// Why the owner of a database cannot write to it, and what to do; empty where they can, or it cannot be
/// seen.
std::string why_read_only(const std::filesystem::path& file);

}  // namespace nhs::store
