#include "cli/key_at_hand.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "privacy/key.h"

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
  if (read)
    key.fingerprint = read->fingerprint();
  else
    key.trouble = read.error().message;
  return key;
}

}  // namespace nhs::cli
