#include "store/damage.h"

#include <sqlite3.h>

namespace nhs::store {

bool is_damage(const SQLite::Exception& failure) {
  const int code = failure.getErrorCode() & 0xff;
  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

void throw_row_missing() {
  throw SQLite::Exception("a row that another one names is missing", SQLITE_CORRUPT);
}

}  // namespace nhs::store
