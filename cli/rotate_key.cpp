#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

#include "cli/context.h"
#include "cli/keyless_session.h"
#include "intake/key_rotation.h"
#include "privacy/key.h"
#include "store/writer_lock.h"

namespace nhs::cli {
namespace {

struct Options {
  bool yes = false;
};

bool agreed(const Options& options, const std::filesystem::path& database) {
  if (options.yes) return true;
  fmt::print(
      stderr,
      "{} gets a new key, and all that is sealed is sealed anew. Backups made until now need the key file as it "
      "is now: is it kept somewhere? Go on? [y/N] ",
      database.string());
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

std::string left_in_words(const store::UnderEarlierKeys& left) {
  if (left.all() == 0) return "Nothing stands under the key before.";
  return fmt::format(
      "{} hashes have no sealed original and stay under the key before, which stays in the key file for matching them "
      "(`nhsvalues doctor` counts them).",
      left.all());
}

Result<ExitStatus> run(const Context& context, const Options& options) {
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
  const auto rotated =
      intake::rotate_key(*config, SystemClock{}.now(), [&](std::int64_t done, std::int64_t of) {
        context.show_progress(fmt::format("sealing anew: {} of {} posts", done, of));
      });
  context.show_progress("");
  if (!rotated) return tl::unexpected(rotated.error());
  if (rotated->gone_on) context.say("This finished a rotation that had been broken off.");
  put(fmt::format("{}: {} posts under the new key {}, which took the place of {}.\n",
                  config->database.string(), rotated->rekeyed.posts, rotated->to, rotated->from));
  if (rotated->rekeyed.unreadable > 0)
    context.complain(fmt::format("{} posts were sealed by a key that is not at hand, and stay as they were",
                                 rotated->rekeyed.unreadable));
  context.say(left_in_words(rotated->rekeyed.left));
  context.say(
      fmt::format("Keep a copy of {} now, beside the one of before: backups made until now need that one.",
                  privacy::key_path(config->key_file, config->database).string()));
  return ExitStatus::done;
}

}  // namespace

void add_rotate_key(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "rotate-key",
      "Puts a new key in the place of the database's, and seals all anew, while nhsvaluesd is stopped");
  command->add_flag("--yes,-y", options->yes, "Does not ask");
  command->callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
