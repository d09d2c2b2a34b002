#include <fmt/format.h>
#include <unistd.h>

#include <iostream>
#include <memory>

#include "cli/answer_format.h"
#include "cli/changes.h"
#include "cli/context.h"
#include "cli/people_named.h"
#include "core/standard_streams.h"
#include "report/rights_view.h"

namespace nhs::cli {
namespace {

struct ObjectOptions {
  PeopleNamed whom;
  bool withdraw = false;
  bool dry_run = false;
  bool yes = false;
  std::string format = "table";
};

/// Where no post is held by a name it may be misspelt, and the person would go on being counted.
Result<bool> is_meant(const report::WithoutPosts& without) {
  const std::string doubt = report::without_posts_in_words(without);
  if (isatty(STDIN_FILENO) == 0)
    return fail(ExitStatus::usage, doubt + " --yes notes the objection all the same, for posts to come");
  put_message(fmt::format("{}\nNote the objection all the same, for posts to come? Type yes: ", doubt));
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "yes";
}

Result<ExitStatus> run(const Context& context, ObjectOptions& options) {
  if (auto named = options.whom.complete(); !named) return tl::unexpected(named.error());
  auto changes = Changes::begin_with_key(context, "nhsvalues object");
  if (!changes) return tl::unexpected(changes.error());
  control::Object wanted{options.whom.names, options.whom.network, !options.withdraw, options.dry_run,
                         options.yes};
  auto answer = changes->make(wanted);
  if (!answer) return tl::unexpected(answer.error());
  const report::WithoutPosts without{answer->without_posts, options.whom.names.size()};
  if (!answer->done && !options.dry_run) {
    const auto meant = is_meant(without);
    if (!meant) return tl::unexpected(meant.error());
    if (!*meant) {
      context.say("Nothing was changed.");
      return ExitStatus::done;
    }
    wanted.even_unknown = true;
    answer = changes->make(wanted);
    if (!answer) return tl::unexpected(answer.error());
  }
  const report::Stage stage = options.dry_run ? report::Stage::asked : report::Stage::done;
  put(options.format == "json"
          ? report::objection_json(answer->objection, without, !options.withdraw, stage)
          : report::objection_text(answer->objection, without, !options.withdraw, stage, context.terminal()));
  return ExitStatus::done;
}

}  // namespace

void add_object(Command app, Context& context) {
  auto options = std::make_shared<ObjectOptions>();
  Command command = app.add_subcommand(
      "object",
      "Keeps a person's posts out of every count and report, past and future, without erasing them");
  options->whom.add_to(command, PeopleNamed::Meaning::people);
  command.add_flag("--withdraw", options->withdraw, "The person no longer objects: their posts count again");
  command.add_flag("--dry-run,-n", options->dry_run, "Only shows what is held");
  command.add_flag("--yes,-y", options->yes, "Does not ask whether a name is right by which no post is held");
  add_format_option(command, options->format, {"table", "json"});
  command.callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
