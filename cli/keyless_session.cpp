#include "cli/keyless_session.h"

#include <filesystem>

#include "config/in_force.h"

namespace nhs::cli {

Result<KeylessSession> begin_without_key(const Context& context, const char* who) {
  const auto config = context.configuration();
  if (!config) return tl::unexpected(config.error());
  // Where there is no database, no lock is left beside it.
  if (std::error_code error; !std::filesystem::exists(config->database, error))
    return tl::unexpected(config::with_configuration_missed(
        store::PostStore::open_existing(config->database).error(), *config));
  auto lock = store::WriterLock::take(config->database, who);
  if (!lock) return tl::unexpected(lock.error());
  auto posts = store::PostStore::open_existing(config->database);
  if (!posts) return tl::unexpected(posts.error());
  return KeylessSession{*std::move(lock), *std::move(posts)};
}

}  // namespace nhs::cli
