#include "intake/key_of_database.h"

#include <fmt/format.h>

#include "store/made_with_key.h"

namespace nhs::intake {

Result<privacy::Key> key_of_database(const config::Config& config) {
  const std::filesystem::path path = privacy::key_path(config.key_file, config.database);
  std::error_code error;
  if (!std::filesystem::exists(path, error) && !error)
    return fail(
        ExitStatus::configuration,
        fmt::format("{}: the key of {} is not there; put back the key file that the database was made with",
                    path.string(), config.database.string()));
  auto key = privacy::Key::read(path);
  if (!key) return key;
  const auto made_with = store::made_with_key(config.database);
  if (!made_with) return tl::unexpected(made_with.error());
  privacy::Key of_database = key->as_of(*made_with);
  if (made_with->empty() || of_database.fingerprint() == *made_with) return of_database;
  return fail(
      ExitStatus::configuration,
      fmt::format("{}: this database was made with the key {}, not with {}; privacy.key_file must name the "
                  "key file that it was made with",
                  config.database.string(), *made_with, key->fingerprint()));
}

}  // namespace nhs::intake
