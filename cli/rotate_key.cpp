#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <memory>

#include "cli/agreement.h"
#include "cli/context.h"
#include "cli/key_at_hand.h"
#include "cli/keyless_session.h"
#include "cli/progress.h"
#include "core/standard_streams.h"
#include "intake/key_rotation.h"
#include "privacy/key.h"
#include "store/keys_in_use.h"
#include "store/writer_lock.h"

namespace nhs::cli {
namespace {

struct RotateKeyOptions {
  bool yes = false;
  std::string lost;
};

bool agreed(const RotateKeyOptions& options, const std::filesystem::path& database) {
  if (options.yes) return true;
  return asked_to_go_on(fmt::format(
      "{} gets a new key, and all that is sealed is sealed anew. Backups made until now are restored with the new key "
      "file, which holds the key of now, too. Go on?",
      database.string()));
}

std::string left_in_words(const store::UnderEarlierKeys& left) {
  if (left.all() == 0) return "Nothing stands under the key before.";
  return fmt::format(
      "{} hashes have no sealed original and stay under the key before, which stays in the key file for matching them "
      "(`nhsvalues doctor` counts them).",
      left.all());
}

Result<ExitStatus> rotate(const Context& context, const RotateKeyOptions& options) {
  const auto config = context.configuration();
  if (!config) return tl::unexpected(config.error());
  if (!options.yes && isatty(STDIN_FILENO) == 0)
    return fail(ExitStatus::usage,
                "rotate-key changes the key and asks before; say --yes where nobody can be asked");
  // Opens the database as a writer, which also brings it up to date.
  const auto session = begin_without_key(context, "nhsvalues rotate-key");
  if (!session) return tl::unexpected(session.error());
  if (!agreed(options, config->database)) {
    context.say("Nothing was changed.");
    return ExitStatus::done;
  }
  Progress progress{context, "sealing anew"};
  const auto rotated = intake::rotate_key(
      *config, SystemClock{}.now(), [&](std::int64_t done, std::int64_t of) { progress.at_posts(done, of); });
  context.show_progress("");
  if (!rotated) return tl::unexpected(rotated.error());
  if (rotated->gone_on) context.say("This finished a rotation that had been broken off.");
  put(fmt::format("{}: {} posts under the new key {}, which took the place of {}.\n",
                  config->database.string(), rotated->rekeyed.posts, rotated->to, rotated->from));
  if (rotated->rekeyed.unreadable > 0)
    context.complain(fmt::format("{} posts were sealed by a key that is not at hand, and stay as they were",
                                 rotated->rekeyed.unreadable));
  context.say(left_in_words(rotated->rekeyed.left));
  context.say(fmt::format(
      "Keep a copy of {} now: it holds the key before, too, by which backups made until now are restored.",
      privacy::key_path(config->key_file, config->database).string()));
  return ExitStatus::done;
}

/// What nobody can match any more without that key; nothing to be asked where the key file has it after all.
Result<store::EarlierKeyInUse> matched_by(const config::Config& config, const std::string& fingerprint) {
  const store::KeyAtHand key = key_at_hand(config);
  if (key.fingerprint.empty()) return fail(ExitStatus::configuration, key.trouble);
  const auto in_use = store::keys_in_use(config.database);
  if (!in_use) return tl::unexpected(in_use.error());
  const auto missing = store::not_held(*in_use, key.previous);
  for (const store::EarlierKeyInUse& each : missing)
    if (each.fingerprint == fingerprint) return each;
  return fail(
      ExitStatus::usage,
      fmt::format("{}: either {} holds this key, or nothing is matched by it; `nhsvalues doctor` says which "
                  "keys are missing",
                  fingerprint, key.file.string()));
}

bool agreed_to_lose(const RotateKeyOptions& options, const store::EarlierKeyInUse& key) {
  if (options.yes) return true;
  put_message(fmt::format(
      "{} lines of the forget list and {} of the ledger are matched by this key alone. Whom they keep out may "
      "be taken in again from now on, unless its line comes back into the key file. Is no copy left? Type yes: ",
      key.forgotten, key.removed));
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "yes";
}

Result<ExitStatus> lose(const Context& context, const RotateKeyOptions& options) {
  const auto config = context.configuration();
  if (!config) return tl::unexpected(config.error());
  if (!options.yes && isatty(STDIN_FILENO) == 0)
    return fail(ExitStatus::usage, "rotate-key --lost asks before; say --yes where nobody can be asked");
  const auto session = begin_without_key(context, "nhsvalues rotate-key");
  if (!session) return tl::unexpected(session.error());
  const auto key = matched_by(*config, options.lost);
  if (!key) return tl::unexpected(key.error());
  if (!agreed_to_lose(options, *key)) {
    context.say("Nothing was changed.");
    return ExitStatus::done;
  }
  const auto lost = store::note_lost_key(config->database, options.lost, SystemClock{}.now());
  if (!lost) return tl::unexpected(lost.error());
  put(fmt::format(
      "The key {} is noted as lost: {} lines of the forget list and {} of the ledger keep nobody out.\n",
      options.lost, lost->forgotten, lost->removed));
  context.say("Whoever you still know to be on the list you can forget again: `nhsvalues forget`.");
  return ExitStatus::done;
}

}  // namespace

void add_rotate_key(Command app, Context& context) {
  auto options = std::make_shared<RotateKeyOptions>();
  Command command = app.add_subcommand(
      "rotate-key",
      "Puts a new key in the place of the database's, and seals all anew, while nhsvaluesd is stopped");
  command.add_flag("--yes,-y", options->yes, "Does not ask");
  command
      .add_option(
          "--lost", options->lost,
          "Changes no key: notes that there is no copy left of this earlier one, so that the daemon and import "
          "run without it")
      .type_name("FINGERPRINT");
  command.callback([&context, options] {
    context.result = options->lost.empty() ? rotate(context, *options) : lose(context, *options);
  });
}

}  // namespace nhs::cli
