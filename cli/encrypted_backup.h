#pragma once

#include <filesystem>
#include <optional>

#include "core/result.h"
#include "store/backup.h"
#include "store/durable_file.h"

namespace nhs::cli {

/// A backup as store::back_up makes it, encrypted to the recipients of a file. The plain copy, looked over as
/// ever, lies beside the database, under no name once it is whole; where this user may not write there,
/// beside the target. The encrypted one, 0600, takes its name once it is whole and on the disk; with
/// `replace` an older encrypted one goes. Fails as store::back_up and encrypt_with_age do.
Result<store::Contents> back_up_encrypted(const std::filesystem::path& database,
                                          const std::filesystem::path& target,
                                          const std::filesystem::path& recipients,
                                          const store::BackupOptions& options);

/// An encrypted backup as it is before encryption, in a file for its owner alone, beside the file named. It
/// goes with this, and when the program is ended by a signal that it can hear; what a kill leaves goes when
/// next a copy is made there.
class DecryptedBackup {
 public:
  /// identity: a private key that others than its owner may not read. Fails with configuration (78) for one
  /// that they may, no_input (66), and as decrypt_with_age does.
  static Result<DecryptedBackup> make(const std::filesystem::path& backup,
                                      const std::filesystem::path& identity,
                                      const std::filesystem::path& beside);

  DecryptedBackup(DecryptedBackup&&) noexcept = default;
  DecryptedBackup& operator=(DecryptedBackup&&) noexcept = default;
  ~DecryptedBackup();

  const std::filesystem::path& path() const { return file_.path(); }

 private:
  explicit DecryptedBackup(store::FileInTheMaking file) : file_(std::move(file)) {}
  store::FileInTheMaking file_;
};

}  // namespace nhs::cli
