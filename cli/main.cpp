#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <boost/system/system_error.hpp>
#include <exception>
#include <memory>
#include <optional>

#include "cli/choice.h"
#include "cli/completions.h"
#include "cli/context.h"
#include "cli/help_format.h"
#include "cli/words_meant.h"
#include "core/file_size_limit.h"
#include "core/shortage.h"
#include "core/shown_text.h"
#include "core/standard_streams.h"

namespace {

using nhs::ExitStatus;
using nhs::cli::Context;

int status_of(ExitStatus status) { return static_cast<int>(status); }

void add_commands(nhs::cli::Command app, Context& context) {
  nhs::cli::add_status(app, context);
  nhs::cli::add_sources(app, context);
  nhs::cli::add_coverage(app, context);
  nhs::cli::add_trends(app, context);
  nhs::cli::add_report(app, context);
  nhs::cli::add_digest(app, context);
  nhs::cli::add_signals(app, context);
  nhs::cli::add_compare(app, context);
  nhs::cli::add_posts(app, context);
  nhs::cli::add_show(app, context);
  nhs::cli::add_open(app, context);
  nhs::cli::add_pledges(app, context);
  nhs::cli::add_concerns(app, context);
  nhs::cli::add_consent(app, context);
  nhs::cli::add_alerts(app, context);
  nhs::cli::add_classify(app, context);
  nhs::cli::add_label(app, context);
  nhs::cli::add_evaluate(app, context);
  nhs::cli::add_import(app, context);
  nhs::cli::add_export(app, context);
  nhs::cli::add_access(app, context);
  nhs::cli::add_forget(app, context);
  nhs::cli::add_object(app, context);
  nhs::cli::add_reclassify(app, context);
  nhs::cli::add_audit(app, context);
  nhs::cli::add_retention(app, context);
  nhs::cli::add_backup(app, context);
  nhs::cli::add_restore(app, context);
  nhs::cli::add_rotate_key(app, context);
  nhs::cli::add_doctor(app, context);
  nhs::cli::add_privacy_notice(app, context);
  nhs::cli::add_dpia(app, context);
  nhs::cli::add_check_config(app, context);
  nhs::cli::add_completions(app, context);
  nhs::cli::add_manual(app, context);
}

std::string no_such_command(const CLI::App& app, const std::string& word) {
  return fmt::format("{}: there is no such command{}; see nhsvalues --help", word,
                     nhs::cli::did_you_mean(word, nhs::cli::commands_of(app)));
}

/// What was wrong with the words, and which help tells more.
std::string mistake_in_words(const CLI::App& app, const CLI::ParseError& mistake,
                             const std::vector<std::string>& words) {
  if (words.empty())
    return "name a command; `nhsvalues report` tells what changed last week, nhsvalues --help lists them all";
  const CLI::App* const command = nhs::cli::command_named(app, words);
  if (command == nullptr && words.front().rfind('-', 0) != 0) return no_such_command(app, words.front());
  const nhs::cli::UnknownOption unknown = nhs::cli::unknown_option(app, command, words);
  // CLI11 lists all that it could not place, the option's value too, from the last to the first.
  const bool is_unplaced = mistake.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError);
  const std::string told = is_unplaced && !unknown.name.empty() ? unknown.name + ": there is no such option"
                                                                : nhs::cli::mistake_told(mistake.what());
  const std::string meant =
      is_unplaced && unknown.name.empty() ? nhs::cli::meant_by_unplaced(app, command) : unknown.meant;
  return fmt::format("{}{}; see nhsvalues {}--help", told, meant,
                     command == nullptr ? std::string{} : command->get_name() + " ");
}

/// Runs what was asked; the one place where trouble becomes a message and an exit status.
int run(int argc, char** argv) {
  CLI::App app{"What people say in public about the six NHS values.", "nhsvalues"};
  app.require_subcommand(1);
  app.fallthrough();
  app.set_version_flag("--version", [] { return nhs::cli::version_text("nhsvalues"); });
  Context context;
  app.formatter(std::make_shared<nhs::cli::HelpFormat>(context.terminal().columns));
  const nhs::cli::Command program{app};
  context.add_global_options(program);
  add_commands(program, context);
  const std::vector<std::string> words = nhs::cli::with_help_as_option({argv + 1, argv + argc});
  try {
    // From the last to the first, as CLI11 takes them.
    app.parse(std::vector<std::string>{words.rbegin(), words.rend()});
  } catch (const CLI::Success& asked_for_help) {
    if (argc > 2 && std::string_view{argv[1]} == "help" && nhs::cli::command_named(app, words) == nullptr) {
      context.complain(no_such_command(app, words.front()));
      return status_of(ExitStatus::usage);
    }
    return app.exit(asked_for_help);
  } catch (const CLI::ParseError& mistake) {
    context.complain(mistake_in_words(app, mistake, words));
    return status_of(ExitStatus::usage);
  }
  if (!context.result) {
    const nhs::Error& error = context.result.error();
    // Faults in a configuration come a line each, and begin with the file's name as compilers' messages do.
    if (error.message.find('\n') != std::string::npos || error.status == ExitStatus::configuration)
      nhs::put_message(fmt::format("{}\n", nhs::shown_text(error.message, nhs::Lines::kept)));
    else
      context.complain(error.message);
    return status_of(error.status);
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout)) {
    context.complain("standard output cannot be written to; is the disk full?" +
                     nhs::or_beyond_file_size_limit());
    return status_of(ExitStatus::io);
  }
  return status_of(*context.result);
}

/// Either the machine had no more to give, or a promise within the program is broken.
int ended_by(const std::optional<nhs::Error>& shortage, const std::exception& thrown) {
  if (shortage) {
    nhs::put_message(fmt::format("nhsvalues: {}\n", shortage->message));
    return status_of(shortage->status);
  }
  nhs::put_message(
      fmt::format("nhsvalues: an error in the program itself: {}; please report it\n", thrown.what()));
  return status_of(ExitStatus::internal);
}

}  // namespace

int main(int argc, char** argv) {
  nhs::hold_standard_streams();
  nhs::refuse_writes_beyond_limit();
  try {
    return run(argc, argv);
  } catch (const boost::system::system_error& refused) {
    return ended_by(nhs::shortage(refused.code()), refused);
  } catch (const std::exception& broken) {
    return ended_by(nhs::shortage(broken), broken);
  }
}
