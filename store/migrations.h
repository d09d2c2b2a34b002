#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "store/database.h"

namespace nhs::store {

/// The schema as a list of steps, oldest first. A file's `user_version` says how many of them it has had.
/// Steps are only ever appended: what is once released is never edited. docs/schema.md says what the tables
/// mean.
const std::vector<std::string_view>& migrations();

/// The version that this program reads and writes.
int schema_version();

/// Whose file this is.
enum class FileState : std::uint8_t {
  empty,     ///< nothing in it yet
  outdated,  ///< ours, of an older version
  current,
};

/// Fails with bad_data (65) for a file of another program, or of a newer version of this one.
Result<FileState> identify(Database& database, const std::filesystem::path& file);

/// Runs the steps that the file has not had, each in one transaction; version: up to which, for those who try
/// what earlier versions left. The file was identified as ours or empty. Throws SQLite::Exception.
void migrate(Database& database, int version = schema_version());

}  // namespace nhs::store
