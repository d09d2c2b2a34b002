#pragma once

#include "store/database.h"

namespace nhs::store {

/// Whether the file's content is to blame, and not its disk, its room, its permissions or another program.
bool is_damage(const SQLite::Exception& failure);

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
