#include "intake/key_rotation.h"

#include "intake/key_of_database.h"
#include "intake/rekeying.h"
#include "privacy/secret_file.h"

namespace nhs::intake {
Result<KeyRotation> rotate_key(const config::Config& config, const store::Act& act,
                               const std::function<void(std::int64_t done, std::int64_t of)>& tell) {
  const auto before = key_of_database(config);
  if (!before) return tl::unexpected(before.error());
  const std::filesystem::path file = privacy::key_path(config.key_file, config.database);
  auto anew = privacy::Key::read(file);
  if (!anew) return tl::unexpected(anew.error());
  KeyRotation rotation;
  rotation.from = before->fingerprint();
  rotation.gone_on = anew->fingerprint() != before->fingerprint();
  if (!rotation.gone_on) {
    anew = privacy::Key::renew(file);
  } else if (auto lasting = privacy::sync_secret_file(file); !lasting) {
    return tl::unexpected(lasting.error());
  }
  if (!anew) return tl::unexpected(anew.error());
  rotation.to = anew->fingerprint();

  store::Rekeying how = rekeying(*before, *anew, config);
  how.tell = tell;
  auto rekeyed = store::rekey(config.database, how, act);
  if (!rekeyed) return tl::unexpected(rekeyed.error());
  rotation.rekeyed = *rekeyed;
  return rotation;
}

}  // namespace nhs::intake
