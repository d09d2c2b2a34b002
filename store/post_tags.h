#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/names.h"

namespace nhs::store {

/// The hashtags of a stored post. Functions work within the caller's transaction and throw SQLite::Exception.

/// Whether a post has other tags than these as a reader compares them: without case, order or repetition.
bool tags_differ(Database& database, std::int64_t post_id, const std::vector<std::string>& tags);

/// Gives these tags to a post that has none.
void write_tags(Database& database, Names& names, std::int64_t post_id, const std::vector<std::string>& tags);

}  // namespace nhs::store
