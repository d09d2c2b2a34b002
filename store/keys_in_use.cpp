#include "store/keys_in_use.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "store/audit.h"
#include "store/earlier_keys.h"
#include "store/transaction.h"

namespace nhs::store {

Result<std::vector<EarlierKeyInUse>> keys_in_use(const std::filesystem::path& database) {
  return attempt(database, [&]() -> Result<std::vector<EarlierKeyInUse>> {
    Database opened(database, Access::read);
    return earlier_keys_in_use(opened);
  });
}

Result<std::vector<EarlierKeyInUse>> keys_of_lists(const std::filesystem::path& database) {
  return attempt(database, [&]() -> Result<std::vector<EarlierKeyInUse>> {
    Database opened(database, Access::read);
    return earlier_keys_of_lists(opened);
  });
}

std::vector<EarlierKeyInUse> not_held(const std::vector<EarlierKeyInUse>& in_use,
                                      const std::vector<std::string>& held) {
  std::vector<EarlierKeyInUse> missing;
  std::copy_if(in_use.begin(), in_use.end(), std::back_inserter(missing), [&](const EarlierKeyInUse& each) {
    // Which it was nobody knows: any may be the one.
    if (each.fingerprint == kUnknownKey) return held.empty();
    return std::find(held.begin(), held.end(), each.fingerprint) == held.end();
  });
  return missing;
}

Result<EarlierKeyInUse> note_lost_key(const std::filesystem::path& file, const std::string& fingerprint,
                                      const Act& act) {
  return attempt(file, [&]() -> Result<EarlierKeyInUse> {
    Database database(file, Access::write);
    const auto in_use = earlier_keys_in_use(database);
    const auto key = std::find_if(in_use.begin(), in_use.end(), [&](const EarlierKeyInUse& each) {
      return each.fingerprint == fingerprint;
    });
    if (key == in_use.end())
      return fail(
          ExitStatus::no_input,
          fmt::format("{}: nothing is matched by an earlier key {}; `nhsvalues doctor` names those by "
                      "which anything is",
                      file.string(), fingerprint));
    in_transaction(database, [&] {
      note_earlier_key(database, fingerprint, act.at);
      database.run("UPDATE earlier_key SET lost_at = coalesce(lost_at, ?) WHERE fingerprint = ?", act.at,
                   fingerprint);
      write_audit(database, act, Action::lose_key, std::nullopt,
                  fmt::format("the key {}: {} lines of the forget list and {} of the ledger", fingerprint,
                              key->forgotten, key->removed));
    });
    return *key;
  });
}

}  // namespace nhs::store
