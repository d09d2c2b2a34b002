#include "cli/key_at_hand.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "privacy/key.h"
#include "store/made_with_key.h"

namespace nhs::cli {

store::KeyAtHand key_at_hand(const config::Config& config) {
  store::KeyAtHand key;
  key.file = privacy::key_path(config.key_file, config.database);
  if (::faccessat(AT_FDCWD, key.file.c_str(), R_OK, AT_EACCESS) != 0 && errno == EACCES) {
    key.forbidden = true;
    key.trouble = key.file.string() + ": you may not read the key; run this as the owner of the database";
    return key;
  }
  const auto read = privacy::Key::read(key.file);
  if (read) {
    // Of several keys, the one that the database says it was made with.
    const auto made_with = store::made_with_key(config.database);
    key.fingerprint = read->as_of(made_with.value_or("")).fingerprint();
    for (const privacy::Key& each : read->previous()) key.previous.push_back(each.fingerprint());
  } else {
    key.trouble = read.error().message;
  }
  return key;
}

}  // namespace nhs::cli
