#include "store/written_anew.h"

#include "store/database.h"
#include "store/erasure.h"
#include "store/meta.h"

namespace nhs::store {

std::optional<UtcTime> written_anew_at(const std::filesystem::path& database) {
  const auto at = attempt(database, [&]() -> Result<std::optional<UtcTime>> {
    Database opened{database, Access::read};
    return read_moment(opened, kWrittenAnewKey);
  });
  return at ? *at : std::nullopt;
}

}  // namespace nhs::store
