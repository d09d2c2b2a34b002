#include "cli/encrypted_backup.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "cli/age.h"
#include "core/descriptor.h"
#include "privacy/secret_file.h"
#include "store/target_file.h"

namespace nhs::cli {
namespace {

namespace fs = std::filesystem;

/// What a signal handler may reach: a name that does not move.
std::array<char, 4096> name_to_remove{};
constexpr std::array<int, 3> kEndings = {SIGINT, SIGTERM, SIGHUP};

void remove_and_end(int number) {
  ::unlink(name_to_remove.data());
  ::signal(number, SIG_DFL);
  ::raise(number);
}

/// Before the file is made, for a signal may come right after. store/durable_file.h makes it, under this
/// name.
void remove_on_signal(const fs::path& file) {
  const std::string name = fmt::format("{}.partial-{}", fs::absolute(file).string(), ::getpid());
  if (name.size() >= name_to_remove.size()) return;
  std::memcpy(name_to_remove.data(), name.c_str(), name.size() + 1);
  for (const int each : kEndings) ::signal(each, remove_and_end);
}

void end_as_usual_on_signal() {
  for (const int each : kEndings) ::signal(each, SIG_DFL);
}

bool may_write_beside(const fs::path& file) {
  return ::faccessat(AT_FDCWD, fs::absolute(file).parent_path().c_str(), W_OK, AT_EACCESS) == 0;
}

Result<void> check_target(const fs::path& database, const fs::path& target,
                          const store::BackupOptions& options) {
  if (std::error_code error; fs::is_directory(target, error))
    return fail(ExitStatus::usage,
                fmt::format("{}: this is a folder; name the file that the backup is to be", target.string()));
  if (auto free = store::check_none_of(target, store::files_of(database)); !free) return free;
  if (auto free = store::check_none_of(target, options.in_use); !free) return free;
  const auto there = store::is_plain_file(target);
  if (!there) return tl::unexpected(there.error());
  if (!*there) return {};
  if (!options.replace) return store::is_there_already(target);
  if (is_made_by_age(target)) return {};
  return fail(
      ExitStatus::cannot_create,
      fmt::format("{}: this is no encrypted backup, and only such a one is replaced; name another file",
                  target.string()));
}

/// The plain copy, open and under no name.
struct PlainCopy {
  Descriptor descriptor;
  store::Contents contents;
};

/// Its name, while it has one, is this process's own: another backup may be encrypted at the same time.
Result<PlainCopy> make_plain_copy(const fs::path& database, const fs::path& place,
                                  const store::BackupOptions& options) {
  auto made = store::back_up_in_passing(database, place, options);
  if (!made) return tl::unexpected(made.error());
  const fs::path& file = made->file.path();
  PlainCopy copy{Descriptor{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)},
                 std::move(made->contents)};
  if (!copy.descriptor.is_open())
    return fail(ExitStatus::io, fmt::format("{}: cannot be read: {}", file.string(), std::strerror(errno)));
  return copy;
}

}  // namespace

Result<store::Contents> back_up_encrypted(const fs::path& database, const fs::path& target,
                                          const fs::path& recipients, const store::BackupOptions& options) {
  if (::access(recipients.c_str(), R_OK) != 0)
    return fail(ExitStatus::no_input, fmt::format("{}: the file with the public key cannot be read: {}",
                                                  recipients.string(), std::strerror(errno)));
  store::BackupOptions how = options;
  how.in_use.push_back(recipients);
  if (auto free = check_target(database, target, how); !free) return tl::unexpected(free.error());
  auto made = store::FileInTheMaking::begin(target, 0600);
  if (!made) return tl::unexpected(made.error());
  const fs::path place = (may_write_beside(database) ? database : target).string() + ".to-encrypt";
  remove_on_signal(place);
  const auto copy = make_plain_copy(database, place, how);
  end_as_usual_on_signal();
  if (!copy) return tl::unexpected(copy.error());
  if (auto encrypted = encrypt_with_age(recipients, copy->descriptor.number(), made->path()); !encrypted)
    return tl::unexpected(encrypted.error());
  if (auto placed = made->put_in_place(); !placed) return tl::unexpected(placed.error());
  store::Contents contents = copy->contents;
  std::error_code unseen;
  contents.bytes = static_cast<std::int64_t>(fs::file_size(target, unseen));
  return contents;
}

Result<DecryptedBackup> DecryptedBackup::make(const fs::path& backup, const fs::path& identity,
                                              const fs::path& beside) {
  // Only for its checks: age reads it itself.
  if (auto secret = privacy::read_secret_file(identity); !secret) return tl::unexpected(secret.error());
  const fs::path place = beside.string() + ".decrypted";
  remove_on_signal(place);
  auto file = store::FileInTheMaking::begin(place, 0600);
  if (!file) {
    end_as_usual_on_signal();
    return tl::unexpected(file.error());
  }
  DecryptedBackup decrypted{*std::move(file)};
  if (auto done = decrypt_with_age(identity, backup, decrypted.path()); !done)
    return tl::unexpected(done.error());
  return decrypted;
}

DecryptedBackup::~DecryptedBackup() {
  if (file_.path().empty()) return;
  // First the copy, or a signal in between would end the program and leave it.
  { const store::FileInTheMaking goes = std::move(file_); }
  end_as_usual_on_signal();
}

}  // namespace nhs::cli
