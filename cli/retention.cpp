#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <thread>

#include "cli/agreement.h"
#include "cli/answer_format.h"
#include "cli/changes.h"
#include "cli/context.h"
#include "cli/network_names.h"
#include "cli/progress.h"
#include "control/retention_rules.h"
#include "core/counted.h"
#include "core/standard_streams.h"
#include "report/retention_view.h"

namespace nhs::cli {
namespace {

using namespace std::chrono_literals;

struct RetentionOptions {
  bool dry_run = false;
  bool apply = false;
  bool yes = false;
  std::string format = "table";
};

/// Somebody's question takes no longer, mostly.
constexpr int kTriesWhileSomebodyReads = 20;
constexpr std::chrono::milliseconds kBetweenTries = 250ms;

Result<ExitStatus> show(const Context& context, const RetentionOptions& options) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  const store::RetentionRules rules = control::retention_rules(session->config);
  const auto overview = session->reader.retention(rules, session->now);
  if (!overview) return tl::unexpected(overview.error());
  if (options.format == "json")
    put(report::retention_json(rules, *overview));
  else if (options.dry_run)
    put(report::due_months_table(rules, *overview, context.terminal()));
  else
    put(report::retention_table(rules, *overview, session->zone, session->now, context.terminal()));
  for (const auto& [network, doubt] : unknown_in_retention(session->config)) context.complain(doubt);
  return ExitStatus::done;
}

/// What is about to happen.
Result<store::RetentionState> state_now(const Context& context) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  return session->reader.retention_state(control::retention_rules(session->config), session->now);
}

bool agree(const RetentionOptions& options, const store::RetentionState& state) {
  if (options.yes || state.due == 0) return true;
  if (state.is_clock_doubtful)
    put_message(
        fmt::format("Look at this first: {}.\n", report::doubtful_clock_in_words(SystemClock{}.now())));
  return asked_to_go_on(fmt::format("{} of {} go for good; what was found in them goes on counting. Go on?",
                                    state.due == 1 ? "Text and author" : "Texts and authors",
                                    counted(state.due, "post")));
}

std::string purged_in_words(std::int64_t posts, int copies) {
  std::string text = posts == 0   ? "No post was due.\n"
                     : posts == 1 ? "1 post was purged.\n"
                                  : fmt::format("{} posts were purged.\n", posts);
  if (copies > 0)
    text += fmt::format("{} that held them {} removed.\n", copies == 1 ? "A kept copy" : "Kept copies",
                        copies == 1 ? "was" : "were");
  return text;
}

Result<ExitStatus> apply(const Context& context, const RetentionOptions& options) {
  const auto state = state_now(context);
  if (!state) return tl::unexpected(state.error());
  if (!options.yes && state->due > 0 && isatty(STDIN_FILENO) == 0)
    return fail(ExitStatus::usage,
                "--apply removes texts for good and asks before; say --yes where nobody can be asked");
  if (!agree(options, *state)) {
    context.say("Nothing was changed.");
    return ExitStatus::done;
  }
  auto changes = Changes::begin(context, "nhsvalues retention");
  if (!changes) return tl::unexpected(changes.error());
  Progress progress{context, "purging"};
  std::int64_t posts = 0;
  int tries = kTriesWhileSomebodyReads;
  while (true) {
    const auto purged = changes->make(control::PurgeNext{});
    if (!purged) return tl::unexpected(purged.error());
    const store::PurgeStep& step = purged->step;
    posts += step.posts;
    progress.at_posts(posts, std::max(posts, state->due));
    if (step.finished) {
      context.show_progress("");
      put(purged_in_words(posts, step.copies));
      return ExitStatus::done;
    }
    if (!step.somebody_reads) continue;
    if (--tries == 0) break;
    std::this_thread::sleep_for(kBetweenTries);
  }
  context.show_progress("");
  put(purged_in_words(posts, 0));
  return fail(
      ExitStatus::try_again,
      "somebody is reading the database, so that traces of what was purged are left in its files; nhsvaluesd "
      "removes them when they are done, or run this again");
}

}  // namespace

void add_retention(Command app, Context& context) {
  auto options = std::make_shared<RetentionOptions>();
  Command command = app.add_subcommand(
      "retention", "How long texts are kept, and which go when; nhsvaluesd purges by itself, once a day");
  Option dry_run = command.add_flag("--dry-run", options->dry_run,
                                    "What goes now and within 7, 30 and 90 days, by network and month");
  command.add_flag("--apply", options->apply, "Purges what is due now").excludes(dry_run);
  command.add_flag("--yes,-y", options->yes, "Does not ask");
  add_format_option(command, options->format, {"table", "json"});
  command.callback([&context, options] {
    context.result = options->apply ? apply(context, *options) : show(context, *options);
  });
}

}  // namespace nhs::cli
