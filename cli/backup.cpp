#include "store/backup.h"

#include <fmt/format.h>

#include "cli/context.h"
#include "cli/files_in_use.h"
#include "privacy/key.h"
#include "store/disk_room.h"

namespace nhs::cli {
namespace {

struct Options {
  std::string file;
  std::string output;
  bool force = false;
  bool verify = true;
};

Result<ExitStatus> run(const Context& context, const Options& options) {
  if (!options.file.empty() && !options.output.empty())
    return fail(ExitStatus::usage, "backup takes one file: name it, or give it with -o, not both");
  const auto config = context.configuration();
  if (!config) return tl::unexpected(config.error());
  std::string target = options.file.empty() ? options.output : options.file;
  if (target.empty()) target = fmt::format("nhsvalues-{}.db", format_utc(SystemClock{}.now()).substr(0, 10));
  store::BackupOptions how;
  how.replace = options.force;
  how.in_use = files_in_use(*config);
  how.verify = options.verify;
  how.tell_bytes = [&](std::int64_t done, std::int64_t of) {
    context.show_progress(
        fmt::format("copying: {} of {}", store::bytes_in_words(done), store::bytes_in_words(of)));
  };
  how.tell_check = [&](const std::string& what) { context.show_progress(what); };
  const auto done = store::back_up(config->database, target, how);
  context.show_progress("");
  if (!done) return tl::unexpected(done.error());
  put(fmt::format("{}: {} {}, {}{}.\n", target, done->posts, done->posts == 1 ? "post" : "posts",
                  store::bytes_in_words(done->bytes), options.verify ? ", looked over and sound" : ""));
  context.say(fmt::format(
      "The key is not in it: without it nothing can be collected into it, nor a post opened on its network. The key is "
      "{}: keep a copy of that too, but not beside the backups, for with both anybody can name the authors.",
      privacy::key_path(config->key_file, config->database).string()));
  return ExitStatus::done;
}

}  // namespace

void add_backup(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "backup", "Copies the database into one file, while anybody reads and writes, and looks the copy over");
  command->add_option("file", options->file, "The file to make; nhsvalues-DATE.db in this folder without it")
      ->type_name("FILE");
  command->add_option("-o,--output", options->output, "The same")->type_name("FILE");
  command->add_flag("--force", options->force,
                    "Replaces an older backup that is there, once the copy is whole");
  command->add_flag("--verify,!--no-verify", options->verify,
                    "Looks the copy over before it takes its name (this is so without it)");
  command->callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
