#pragma once

#include <filesystem>

#include "core/result.h"
#include "core/time.h"
#include "store/durable_file.h"

namespace nhs::store {

/// Putting a database in the place of another, which is kept beside it.

/// What has its name so far.
struct PlaceTaken {
  bool has_name = false;  ///< a file has its name
  bool there = false;     ///< with something in it
  bool damaged = false;
};

/// Gives a database the name, and to the one of before, if there is something in it, another: the file that
/// this gives, or none. Fails with try_again (75) while anybody has that open, and with io (74).
Result<std::filesystem::path> take_place(FileInTheMaking copy, const std::filesystem::path& database,
                                         const PlaceTaken& before, UtcTime now);

/// Readers of the group need the log's files to be there. What fails here, the next writer does.
void open_for_readers(const std::filesystem::path& file);

}  // namespace nhs::store
