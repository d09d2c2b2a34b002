#include "store/made_with_key.h"

#include "store/database.h"
#include "store/meta.h"
#include "store/migrations.h"

namespace nhs::store {

Result<std::string> made_with_key(const std::filesystem::path& database) {
  std::error_code unseen;
  if (!std::filesystem::exists(database, unseen)) return std::string{};
  return attempt(database, [&]() -> Result<std::string> {
    // Ours have no rollback journal but while they are made. Where that was broken off, SQLite has to undo
    // the rest of it before anybody can read, and a connection that only reads may not.
    const bool broken_off = std::filesystem::exists(database.string() + "-journal", unseen);
    Database opened(database, broken_off ? Access::write : Access::read);
    const auto state = identify(opened, database);
    if (!state) return tl::unexpected(state.error());
    if (*state == FileState::empty) return std::string{};
    return read_meta(opened, "key_fingerprint").value_or("");
  });
}

}  // namespace nhs::store
