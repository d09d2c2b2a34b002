#include "store/restore.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <system_error>

#include "cli/age.h"
#include "cli/agreement.h"
#include "cli/context.h"
#include "cli/encrypted_backup.h"
#include "cli/key_at_hand.h"
#include "cli/progress.h"
#include "config/in_force.h"
#include "control/retention_rules.h"
#include "intake/rekeying.h"
#include "report/doctor_view.h"
#include "store/disk_room.h"
#include "store/writer_lock.h"

namespace nhs::cli {
namespace {

struct RestoreOptions {
  std::string file;
  bool verify = false;
  bool yes = false;
  std::string identity;
};

std::string described(const store::Contents& contents) {
  const auto zone = TimeZone::named(contents.timezone);
  return report::contents_in_words(contents, zone ? *zone : TimeZone::named("UTC").value());
}

/// The backup as it can be read: the file itself, or what is in it once it is decrypted.
struct Readable {
  std::string name;  ///< as it was given
  std::filesystem::path file;
  std::optional<DecryptedBackup> decrypted = std::nullopt;
};

Result<Readable> readable(const RestoreOptions& options, const std::filesystem::path& beside) {
  const bool encrypted = is_made_by_age(options.file);
  if (!encrypted && !options.identity.empty() && std::filesystem::exists(options.file))
    return fail(ExitStatus::usage,
                fmt::format("{}: this backup is not encrypted; leave --identity out", options.file));
  if (!encrypted) return Readable{options.file, options.file};
  if (options.identity.empty())
    return fail(ExitStatus::usage,
                fmt::format("{}: this backup is encrypted; name the private key's file with --identity",
                            options.file));
  auto decrypted = DecryptedBackup::make(options.file, options.identity, beside);
  if (!decrypted) return tl::unexpected(decrypted.error());
  std::filesystem::path path = decrypted->path();
  return Readable{options.file, std::move(path), *std::move(decrypted)};
}

/// What was decrypted for a moment is called as people know it.
Error of_backup(Error error, const Readable& readable) {
  const std::string& backup = readable.name;
  const std::string there = readable.file.string();
  for (std::size_t at = error.message.find(there); at != std::string::npos && there != backup;
       at = error.message.find(there, at + backup.size()))
    error.message.replace(at, there.size(), backup);
  return error;
}

/// Whether the key at hand is the backup's; 2 when a restore would be refused for it.
Result<ExitStatus> tell_key(const Context& context, const config::Config& config, const std::string& backup,
                            const std::string& fingerprint) {
  const store::KeyAtHand key = key_at_hand(config);
  std::error_code unseen;
  if (key.forbidden || (key.fingerprint.empty() && !std::filesystem::exists(key.file, unseen))) {
    context.say(fmt::format(
        "Whether the key fits was not looked at, for {}; a restore needs it.",
        key.forbidden ? "you may not read " + key.file.string() : key.file.string() + " is not there"));
    return ExitStatus::done;
  }
  if (key.fingerprint.empty()) return fail(ExitStatus::check_failed, key.trouble);
  if (key.fingerprint == fingerprint) {
    put(fmt::format("{} holds its key.\n", key.file.string()));
    return ExitStatus::done;
  }
  const auto how = intake::rekeying_of_backup(config, fingerprint, backup);
  if (!how) return fail(ExitStatus::check_failed, how.error().message);
  put(fmt::format("{} holds its key as an earlier one: a restore gives it the key of now, {}.\n",
                  key.file.string(), key.fingerprint));
  return ExitStatus::done;
}

Result<ExitStatus> verify(const Context& context, const RestoreOptions& options) {
  const auto config = context.configuration();
  if (!config) return tl::unexpected(config.error());
  const auto file = readable(options, config->database);
  if (!file) return tl::unexpected(file.error());
  const auto backup =
      store::look_into_backup(file->file, [&](const auto& what) { context.show_progress(what); });
  context.show_progress("");
  if (!backup) return tl::unexpected(of_backup(backup.error(), *file));
  report::DoctorFindings findings;
  findings.database = options.file;
  findings.checks = backup->checks;
  put(report::doctor_text(findings, context.terminal()));
  if (!store::all_well(backup->checks)) return ExitStatus::check_failed;
  put(fmt::format("It holds {}; schema {}, key {}.\n", described(backup->contents),
                  backup->contents.schema_version, backup->contents.key_fingerprint));
  return tell_key(context, *config, options.file, backup->contents.key_fingerprint);
}

/// What is about to happen, and whether it may.
bool agree(const Context& context, const std::filesystem::path& database, const RestoreOptions& options,
           const store::RestoreQuestion& question) {
  context.show_progress("");
  context.say(fmt::format("The backup is sound and holds {}.", described(question.backup)));
  if (question.present)
    context.say(fmt::format("{} holds {}.", database.string(), described(*question.present)));
  else if (question.present_trouble.empty())
    context.say(fmt::format("{}: no database is in this place.", database.string()));
  if (!question.present_trouble.empty())
    context.complain(
        fmt::format("the present database cannot be read ({}): what it knows of withdrawn posts is "
                    "carried over only as far as that goes",
                    question.present_trouble));
  if (options.yes) return true;
  return asked_to_go_on("Put the backup in its place?");
}

void tell_rekeyed(const Context& context, const store::Rekeyed& rekeyed) {
  context.say("It was made with an earlier key, and was sealed and hashed anew with the key of now.");
  if (rekeyed.unreadable > 0)
    context.complain(
        fmt::format("{} posts of it were sealed by a key that is not at hand, and stay as they were",
                    rekeyed.unreadable));
}

void tell_carried(const Context& context, const store::Restored& restored) {
  const store::CarriedOver& carried = restored.carried;
  const std::int64_t all = carried.withdrawn + carried.remembered + carried.set_aside + carried.not_quotable;
  if (all > 0)
    context.say(fmt::format(
        "Carried over from the database before: {} withdrawn posts that the backup still had, {} that it did not "
        "know of, {} set aside by ignore rules or objections, {} that their authors do not want quoted.",
        carried.withdrawn, carried.remembered, carried.set_aside, carried.not_quotable));
  if (carried.forgotten > 0)
    context.say(
        carried.forgotten == 1
            ? std::string{"1 post of the backup was erased again, for it is on the forget list."}
            : fmt::format("{} posts of the backup were erased again, for they are on the forget list.",
                          carried.forgotten));
  if (restored.had_none)
    context.complain(
        "no database was in its place, as on a new machine or where it was lost: what was withdrawn since the "
        "backup, and who was forgotten or objected since, is not known here, and their posts may be back; where "
        "you know who asked, run `nhsvalues forget` or `nhsvalues object` again");
  else if (carried.incomplete)
    context.complain(
        "the database before could not be read to its end, or not at all: posts that had been withdrawn "
        "or forgotten since the backup may be back");
}

Result<ExitStatus> replace(const Context& context, const RestoreOptions& options) {
  const auto config = context.configuration();
  if (!config) return tl::unexpected(config.error());
  if (!options.yes && isatty(STDIN_FILENO) == 0)
    return fail(ExitStatus::usage,
                "restore replaces the database and asks before; say --yes where nobody can be asked");
  const auto lock = store::WriterLock::take(config->database, "nhsvalues restore");
  if (!lock) return tl::unexpected(config::with_configuration_missed(lock.error(), *config));
  const store::KeyAtHand key = key_at_hand(*config);
  // The key is looked for beside the database.
  if (key.fingerprint.empty())
    return fail(ExitStatus::configuration, key.trouble + config::configuration_missed(*config));
  const auto file = readable(options, config->database);
  if (!file) return tl::unexpected(file.error());
  store::RestoreOptions how;
  how.key_fingerprint = key.fingerprint;
  Progress sealing{context, "sealing anew"};
  how.rekeying = [&](const std::string& fingerprint) -> Result<store::Rekeying> {
    auto way = intake::rekeying_of_backup(*config, fingerprint, options.file);
    if (!way) return tl::unexpected(way.error());
    way->tell = [&](std::int64_t done, std::int64_t of) { sealing.at_posts(done, of); };
    return *std::move(way);
  };
  how.now = SystemClock{}.now();
  how.retention = control::retention_rules(*config);
  how.agree = [&](const auto& question) { return agree(context, config->database, options, question); };
  Progress copying{context, "copying"};
  how.tell_bytes = [&](std::int64_t done, std::int64_t of) {
    copying.at(done, of, [&] {
      return fmt::format("{} of {}", store::bytes_in_words(done), store::bytes_in_words(of));
    });
  };
  how.tell_check = [&](const std::string& what) { context.show_progress(what); };
  const auto restored = store::restore(file->file, config->database, how);
  context.show_progress("");
  if (!restored) return tl::unexpected(of_backup(restored.error(), *file));
  if (!restored->agreed) {
    context.say("Nothing was changed.");
    return ExitStatus::done;
  }
  put(fmt::format("{}: restored, {}.\n", config->database.string(), described(restored->contents)));
  if (restored->migrated_from > 0)
    context.say(fmt::format("It was brought up to date from schema {}.", restored->migrated_from));
  if (restored->rekeyed) tell_rekeyed(context, *restored->rekeyed);
  tell_carried(context, *restored);
  if (const auto purged = restored->carried.purged + restored->purged; purged > 0)
    context.say(fmt::format("{} without text and author, for their age: retention.",
                            purged == 1 ? "1 post came back" : fmt::format("{} posts came back", purged)));
  if (!restored->kept.empty())
    context.say(
        fmt::format("The database before is kept as {} for a week; move it away to keep it longer, delete it "
                    "when you do not need it.",
                    restored->kept.string()));
  return ExitStatus::done;
}

}  // namespace

void add_restore(Command app, Context& context) {
  auto options = std::make_shared<RestoreOptions>();
  Command command = app.add_subcommand(
      "restore", "Looks a backup over and puts it in the place of the database, while nhsvaluesd is stopped");
  command.add_option("file", options->file, "The backup").type_name("FILE").required();
  command.add_flag("--verify", options->verify, "Only looks the backup over, and says what is in it");
  command
      .add_option(
          "--identity", options->identity,
          "The private key of an encrypted backup (age-keygen's file, or an SSH key), its owner's alone")
      .type_name("FILE");
  command.add_flag("--yes,-y", options->yes, "Does not ask");
  command.callback([&context, options] {
    context.result = options->verify ? verify(context, *options) : replace(context, *options);
  });
}

}  // namespace nhs::cli
