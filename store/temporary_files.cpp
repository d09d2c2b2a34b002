#include "store/temporary_files.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <string>

namespace nhs::store {

void keep_temporary_files_beside(const std::filesystem::path& file) {
  const std::string folder = std::filesystem::absolute(file).parent_path().string();
  if (::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) != 0) return;
  // The lock under which SQLite itself reads the name (SQLITE_MUTEX_STATIC_TEMPDIR in sqliteInt.h), which is
  // there only once it is initialised.
  if (sqlite3_initialize() != SQLITE_OK) return;
  sqlite3_mutex* const lock = sqlite3_mutex_alloc(SQLITE_MUTEX_STATIC_VFS1);
  sqlite3_mutex_enter(lock);
  if (sqlite3_temp_directory == nullptr) sqlite3_temp_directory = sqlite3_mprintf("%s", folder.c_str());
  sqlite3_mutex_leave(lock);
}

}  // namespace nhs::store
