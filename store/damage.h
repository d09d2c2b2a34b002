#pragma once

#include "store/database.h"

namespace nhs::store {

/// Whether the file's content is to blame, and not its disk, its room, its permissions or another program.
bool is_damage(const SQLite::Exception& failure);

/// Throws what SQLite throws of a damaged page: rows go missing where a page was written over with another
/// one that is sound in itself.
[[noreturn]] void throw_row_missing();

/// What was read of the row that another one names.
template <typename Rows>
const typename Rows::mapped_type& row_named(const Rows& rows, const typename Rows::key_type& id) {
  const auto found = rows.find(id);
  if (found == rows.end()) throw_row_missing();
  return found->second;
}

/// Reads from a database that may be damaged: true when all of it could be read.
template <typename Read>
bool as_far_as_readable(Read&& read) {
  try {
    read();
    return true;
  } catch (const SQLite::Exception& failure) {
    if (!is_damage(failure)) throw;
    return false;
  }
}

}  // namespace nhs::store
