#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>

#include "cli/answer_format.h"
#include "cli/changes.h"
#include "cli/context.h"
#include "cli/people_named.h"
#include "cli/post_reference.h"
#include "core/standard_streams.h"
#include "report/rights_view.h"

namespace nhs::cli {
namespace {

struct ForgetOptions {
  PeopleNamed whom;
  std::vector<std::string> posts;  ///< in place of names
  bool dry_run = false;
  bool yes = false;
  bool list = false;
  bool finish = false;
  std::string format = "table";
};

std::size_t named_by(const ForgetOptions& options) {
  return options.posts.empty() ? options.whom.names.size() : options.posts.size();
}

bool is_json(const ForgetOptions& options) { return options.format == "json"; }

Result<ExitStatus> list(const Context& context, const ForgetOptions& options) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  const auto list = session->reader.forget_list();
  if (!list) return tl::unexpected(list.error());
  put(is_json(options) ? report::forget_list_json(*list)
                       : report::forget_list_text(*list, session->zone, context.terminal()));
  return ExitStatus::done;
}

/// What is still in the files of what earlier requests erased.
Result<ExitStatus> finish(const Context& context) {
  auto changes = Changes::begin(context, "nhsvalues forget");
  if (!changes) return tl::unexpected(changes.error());
  const auto answer = changes->make(control::FinishErasing{true});
  if (!answer) return tl::unexpected(answer.error());
  put(report::erasing_text(answer->erasing, changes->by_daemon(), context.terminal()));
  return answer->erasing == store::Erasing::finished ? ExitStatus::done : ExitStatus::try_again;
}

/// More names at once than this are asked for twice: so many requests rarely come on one day.
constexpr std::size_t kAskedTwiceAbove = 10;

bool typed(const std::string& question, const std::string& wanted) {
  put_message(fmt::format("{} Type {}: ", question, wanted));
  std::string answer;
  std::getline(std::cin, answer);
  return answer == wanted;
}

/// The word in full: what is done cannot be undone, and a `y` is quickly typed.
bool agreed(const control::ForgottenAnswer& would, const ForgetOptions& options) {
  const std::size_t named = named_by(options);
  const bool nothing_held = would.forgotten.held.posts() == 0;
  if (!typed(nothing_held ? (named == 1 ? "Put it on the forget list all the same?"
                                        : "Put them on the forget list all the same?")
                          : "Erase it for good?",
             "yes"))
    return false;
  return named <= kAskedTwiceAbove ||
         typed(fmt::format("These are many, and none comes back. How many {} did you give?",
                           options.posts.empty() ? "names" : "references"),
               fmt::format("{}", named));
}

void show(const Context& context, const ForgetOptions& options, const control::ForgottenAnswer& answer,
          bool by_daemon, report::Stage stage) {
  const report::WithoutPosts without{answer.without_posts, named_by(options)};
  if (is_json(options)) return put(report::forgotten_json(answer.forgotten, without, stage));
  put(report::forgotten_text(answer.forgotten, without, stage, context.terminal()));
  if (options.posts.empty() && (stage == report::Stage::done || options.dry_run))
    put(report::not_found_by_names_text(context.terminal()));
  if (stage == report::Stage::done)
    put(report::erasing_text(answer.forgotten.erasing, by_daemon, context.terminal()));
}

/// What is asked for: of people as they are named, or of single posts.
Result<control::Forget> asked_for(ForgetOptions& options) {
  if (options.posts.empty()) {
    if (auto named = options.whom.complete(); !named) return tl::unexpected(named.error());
    return control::Forget{options.whom.names, options.whom.network, true};
  }
  if (!options.whom.names.empty() || !options.whom.network.empty())
    return fail(
        ExitStatus::usage,
        "--post takes the references of posts, and stands without names and --network: ask for people and "
        "for single posts one after the other");
  std::sort(options.posts.begin(), options.posts.end());
  options.posts.erase(std::unique(options.posts.begin(), options.posts.end()), options.posts.end());
  if (options.posts.size() > control::kMostNames)
    return fail(ExitStatus::usage, fmt::format("name at most {} posts at once", control::kMostNames));
  return control::Forget{{}, {}, true, options.posts};
}

Result<ExitStatus> forget(const Context& context, ForgetOptions& options) {
  auto asked = asked_for(options);
  if (!asked) return tl::unexpected(asked.error());
  control::Forget& wanted = *asked;
  if (!options.dry_run && !options.yes && isatty(STDIN_FILENO) == 0)
    return fail(
        ExitStatus::usage,
        "forget erases for good and asks before; say --yes where nobody can be asked, or --dry-run to see "
        "what would go");
  // A post that is here is known without the key.
  auto changes = options.posts.empty() ? Changes::begin_with_key(context, "nhsvalues forget")
                                       : Changes::begin(context, "nhsvalues forget");
  if (!changes) return tl::unexpected(changes.error());
  // With --yes nobody looks at what would go.
  if (options.dry_run || !options.yes) {
    const auto would = changes->make(wanted);
    if (!would) return tl::unexpected(would.error());
    show(context, options, *would, changes->by_daemon(), report::Stage::asked);
    if (options.dry_run) return ExitStatus::done;
    std::fflush(stdout);
    if (!agreed(*would, options)) {
      context.say("Nothing was changed.");
      return ExitStatus::done;
    }
  }
  wanted.trial = false;
  const auto answer = changes->make(wanted);
  if (!answer) return tl::unexpected(answer.error());
  show(context, options, *answer, changes->by_daemon(), report::Stage::done);
  return ExitStatus::done;
}

Result<ExitStatus> run(const Context& context, ForgetOptions& options) {
  const bool named = !options.whom.names.empty() || !options.posts.empty();
  const int wanted = (options.list ? 1 : 0) + (options.finish ? 1 : 0) + (named ? 1 : 0);
  if (wanted > 1) return fail(ExitStatus::usage, "--list and --finish stand alone");
  if (options.list) return list(context, options);
  if (options.finish) return finish(context);
  return forget(context, options);
}

}  // namespace

void add_forget(Command app, Context& context) {
  auto options = std::make_shared<ForgetOptions>();
  Command command = app.add_subcommand(
      "forget",
      "Erases what is held of a person or a post, for good, and never takes it in again; shows first what would go");
  options->whom.add_to(command, PeopleNamed::Meaning::people_and_posts);
  command
      .add_option(
          "--post", options->posts,
          "In place of names, posts by their references, as `posts` and `show` give them, or by their h:… "
          "from an export: also what came without address and author")
      .type_name("REF")
      .check(post_reference_or_id());
  command.add_flag("--dry-run,-n", options->dry_run, "Only shows what would go");
  command.add_flag("--yes,-y", options->yes, "Does not ask");
  command.add_flag("--list", options->list, "Says how many were forgotten and when, never whom");
  command.add_flag(
      "--finish", options->finish,
      "Removes what earlier requests left in the bytes of the file, because somebody was reading");
  add_format_option(command, options->format, {"table", "json"});
  command.callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
