#include "store/backup.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>

#include "cli/context.h"
#include "cli/disclosures.h"
#include "cli/encrypted_backup.h"
#include "cli/progress.h"
#include "config/in_force.h"
#include "control/files_in_use.h"
#include "privacy/key.h"
#include "store/disk_room.h"
#include "store/target_file.h"

namespace nhs::cli {
namespace {

struct BackupOptions {
  std::string file;
  std::string output;
  bool force = false;
  bool verify = true;
  std::string recipients;
};

bool could_copy_it_anyway(const std::filesystem::path& database) {
  struct stat file {};
  return ::geteuid() == 0 || (::stat(database.c_str(), &file) == 0 && file.st_uid == ::geteuid());
}

Result<void> write_in_audit(const Context& context, const config::Config& config) {
  // To write into a file of an older schema would bring it up to date, which is not asked for.
  if (auto current = store::Reader::open(config.database); !current)
    return tl::unexpected(config::with_configuration_missed(current.error(), config));
  return write_down(context, "nhsvalues backup", {.outlet = store::Outlet::backup});
}

/// A copy is all there is. Who owns the file needs one most where nothing can be written any more, and could
/// copy it by other means; so theirs is made all the same.
Result<void> write_down_copy(const Context& context, const config::Config& config) {
  auto noted = write_in_audit(context, config);
  if (noted || noted.error().status == ExitStatus::no_input || !could_copy_it_anyway(config.database))
    return noted;
  context.complain(fmt::format("this backup does not stand in the audit, but is made all the same: {}",
                               noted.error().message));
  return {};
}

bool is_database(const std::filesystem::path& file) {
  constexpr std::string_view kSqlite{"SQLite format 3\0", 16};
  std::string start(kSqlite.size(), '\0');
  std::ifstream in{file, std::ios::binary};
  return in.read(start.data(), static_cast<std::streamsize>(start.size())) && start == kSqlite;
}

/// Who begins to encrypt has plain backups of before, which nothing replaces any more.
void tell_plain_one_beside(const Context& context, const std::filesystem::path& encrypted,
                           const std::vector<std::filesystem::path>& in_use) {
  if (encrypted.extension() != ".age") return;
  const std::filesystem::path plain = encrypted.parent_path() / encrypted.stem();
  if (!is_database(plain) || !store::check_none_of(plain, in_use)) return;
  context.complain(fmt::format(
      "{}: a backup that is not encrypted still lies beside this one, and keeps what was purged or "
      "forgotten since; delete it, and others like it, once you need them no more",
      plain.string()));
}

Result<ExitStatus> run(const Context& context, const BackupOptions& options) {
  if (!options.file.empty() && !options.output.empty())
    return fail(ExitStatus::usage, "backup takes one file: name it, or give it with -o, not both");
  const auto config = context.configuration();
  if (!config) return tl::unexpected(config.error());
  std::string target = options.file.empty() ? options.output : options.file;
  if (target.empty())
    target = fmt::format("nhsvalues-{}.db{}", format_utc(SystemClock{}.now()).substr(0, 10),
                         options.recipients.empty() ? "" : ".age");
  store::BackupOptions how;
  how.replace = options.force;
  how.in_use = control::files_in_use(*config);
  how.verify = options.verify;
  Progress progress{context, "copying"};
  how.tell_bytes = [&](std::int64_t done, std::int64_t of) {
    progress.at(done, of, [&] {
      return fmt::format("{} of {}", store::bytes_in_words(done), store::bytes_in_words(of));
    });
  };
  how.tell_check = [&](const std::string& what) { context.show_progress(what); };
  if (auto noted = write_down_copy(context, *config); !noted) return tl::unexpected(noted.error());
  const auto done = options.recipients.empty()
                        ? store::back_up(config->database, target, how)
                        : back_up_encrypted(config->database, target, options.recipients, how);
  context.show_progress("");
  if (!done) return tl::unexpected(done.error());
  put(fmt::format("{}: {} {}, {}{}{}.\n", target, done->posts, done->posts == 1 ? "post" : "posts",
                  store::bytes_in_words(done->bytes), options.verify ? ", looked over and sound" : "",
                  options.recipients.empty() ? ""
                  : options.verify           ? ", then encrypted"
                                             : ", encrypted"));
  if (!options.recipients.empty()) tell_plain_one_beside(context, target, how.in_use);
  context.say(fmt::format(
      "The key is not in it: without it nothing can be collected into it, nor a post opened on its network. The key is "
      "{}: keep a copy of that too, but not beside the backups, for with both anybody can name the authors.",
      privacy::key_path(config->key_file, config->database).string()));
  return ExitStatus::done;
}

}  // namespace

void add_backup(Command app, Context& context) {
  auto options = std::make_shared<BackupOptions>();
  Command command = app.add_subcommand(
      "backup", "Copies the database into one file, while anybody reads and writes, and looks the copy over");
  command.add_option("file", options->file, "The file to make; nhsvalues-DATE.db in this folder without it")
      .type_name("FILE");
  command.add_option("-o,--output", options->output, "The same").type_name("FILE");
  command.add_flag("--force", options->force,
                   "Replaces an older backup that is there, once the copy is whole");
  command.add_flag("--verify,!--no-verify", options->verify,
                   "Looks the copy over before it takes its name (this is so without it)");
  command
      .add_option(
          "--to-recipient", options->recipients,
          "Encrypts it to the public keys in this file (age1…, ssh-…, a line each), with the program age")
      .type_name("FILE");
  command.callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
