#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "classifier/concerns.h"
#include "cli/answer_format.h"
#include "cli/changes.h"
#include "cli/choice.h"
#include "cli/context.h"
#include "cli/internal_output.h"
#include "cli/post_reference.h"
#include "cli/words_given.h"
#include "core/text.h"
#include "report/concerns_view.h"

namespace nhs::cli {
namespace {

struct ConcernsOptions {
  bool all = false;
  bool check = false;
  bool rules = false;
  std::int64_t above = 0;
  std::int64_t limit = 50;
  std::string format = "table";
};

struct AcknowledgeOptions {
  std::vector<std::int64_t> refs;
  std::string by;
  std::string note;
  bool undo = false;
};

/// Looks the words up by the rules that this configuration has, which may be others than the daemon's.
auto words_by(const std::vector<ConcernRule>& rules) {
  return
      [rules, finder = classifier::ConcernFinder{rules}](const std::string& rule, const std::string& text) {
        for (const classifier::ConcernHit& hit : finder.find(text))
          if (rules[hit.rule].name == rule)
            return text.substr(hit.words.start, hit.words.end - hit.words.start);
        return std::string{};
      };
}

Result<ExitStatus> show_rules(const Context& context, const ConcernsOptions& options) {
  const auto config = context.configuration();
  if (!config) return tl::unexpected(config.error());
  const std::vector<ConcernRule> rules = concern_rules_in_force(config->concerns);
  put_as(options.format,
         {{"json", [&] { return report::concern_rules_json(rules, config->safeguarding); }},
          {"csv", [&] { return report::concern_rules_csv(rules); }},
          {"table",
           [&] { return report::concern_rules_table(rules, config->safeguarding, context.terminal()); }}});
  return ExitStatus::done;
}

Result<ExitStatus> list(const Context& context, const ConcernsOptions& options) {
  if (options.rules) return show_rules(context, options);
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  const auto concerns = session->reader.concerns({options.all, options.above, options.limit});
  if (!concerns) return tl::unexpected(concerns.error());
  if (options.check) {
    // What monitoring (Nagios) calls critical, and its exit status, are what a check that failed is here.
    put(fmt::format("CONCERNS {}: {}\n", concerns->open > 0 ? "CRITICAL" : "OK",
                    report::concerns_in_a_line(*concerns, session->now)));
    return concerns->open > 0 ? ExitStatus::check_failed : ExitStatus::done;
  }
  const report::ConcernsAround around{session->now, session->config.safeguarding,
                                      words_by(concern_rules_in_force(session->config.concerns))};
  if (options.format == "json") {
    put(report::concerns_json(*concerns, around));
  } else if (options.format == "csv") {
    context.say(report::concerns_notice(around.what_to_do));
    put(report::concerns_csv(*concerns, around));
  } else {
    put_internal(report::concerns_table(*concerns, around, session->zone, context.terminal()));
    const auto shown = static_cast<std::int64_t>(concerns->posts.size());
    if (shown == options.limit) context.say(fmt::format("\nAt most {} are shown; more with --limit.", shown));
    if (concerns->open > 0)
      context.say(
          "\nWho has read one and sees to it: nhsvalues concerns acknowledge REF --by NAME --note TEXT");
  }
  return ExitStatus::done;
}

Result<void> check(const AcknowledgeOptions& options) {
  if (options.refs.size() > control::kMostPosts)
    return fail(ExitStatus::usage, fmt::format("at most {} posts at once", control::kMostPosts));
  if (options.undo) {
    if (!options.by.empty() || !options.note.empty())
      return fail(ExitStatus::usage, "--undo opens them again and says nothing new beside it");
    return {};
  }
  if (trimmed(options.by).empty() || trimmed(options.note).empty())
    return fail(ExitStatus::usage,
                "say who answers for it with --by NAME, and what was made of it with --note TEXT; or --undo");
  if (auto right = check_line("--by", options.by, control::kLongestName); !right) return right;
  return check_note("--note", options.note);
}

/// The one place that writes.
template <typename Change>
Result<ExitStatus> change_acknowledgements(const Context& context, const AcknowledgeOptions& options,
                                           const Change& change) {
  auto changes = Changes::begin(context, "nhsvalues concerns");
  if (!changes) return tl::unexpected(changes.error());
  const auto answer = changes->make(change);
  if (!answer) return tl::unexpected(answer.error());
  put(fmt::format("{} {} {}.\n", options.refs.size(), options.refs.size() == 1 ? "post" : "posts",
                  options.undo ? "opened again" : "acknowledged"));
  return ExitStatus::done;
}

Result<ExitStatus> acknowledge(const Context& context, AcknowledgeOptions options) {
  std::sort(options.refs.begin(), options.refs.end());
  options.refs.erase(std::unique(options.refs.begin(), options.refs.end()), options.refs.end());
  if (auto taken = take_from_stdin("--note", options.note); !taken) return tl::unexpected(taken.error());
  if (auto right = check(options); !right) return tl::unexpected(right.error());
  if (options.undo)
    return change_acknowledgements(context, options, control::UndoAcknowledgement{options.refs});
  return change_acknowledgements(context, options,
                                 control::AcknowledgeConcerns{options.refs, options.by, options.note});
}

void add_acknowledge(Command concerns, Context& context) {
  auto options = std::make_shared<AcknowledgeOptions>();
  Command command =
      concerns.add_subcommand("acknowledge", "Says that somebody has read posts and sees to what follows");
  command.add_option("ref", options->refs, "The posts' references, as `concerns` shows them")
      .type_name("REF")
      .check(post_reference())
      .required();
  command.add_option("--by", options->by, "Who answers for it; kept with the note, and shown")
      .type_name("NAME");
  command
      .add_option("--note", options->note,
                  "What was made of it, in words; no names of those concerned; - reads it from stdin")
      .type_name("TEXT");
  command.add_flag("--undo", options->undo, "Opens them again");
  command.callback([&context, options] { context.result = acknowledge(context, *options); });
}

}  // namespace

void add_concerns(Command app, Context& context) {
  auto options = std::make_shared<ConcernsOptions>();
  Command command = app.add_subcommand(
      "concerns",
      "Posts with words that may mean that somebody is at risk of harm, for a person to read; internal, and no "
      "safeguarding system");
  command.add_flag("--all", options->all, "Those that were acknowledged too, with by whom");
  Option check = command.add_flag("--check", options->check,
                                  "Only a line without any text of a post; exit status 2 when some wait");
  command.add_flag("--rules", options->rules, "The rules that are in force instead").excludes(check);
  command
      .add_option("--above", options->above, "Only posts with a concern whose id in JSON is above this one")
      .type_name("ID")
      .not_negative();
  command.add_option("--limit", options->limit, "How many posts at the most")
      .between(1, 1'000'000)
      .capture_default_str();
  command.add_option("--format", options->format, "How to show them")
      .transform(one_of("format", {"table", "json", "csv"}))
      .capture_default_str();
  command.require_subcommand(0, 1);
  Command listing = command.add_subcommand("list", "The same, as without a word");
  listing.callback([&context, options] { context.result = list(context, *options); });
  add_acknowledge(command, context);
  command.callback([&context, options, command] {
    if (!command.subcommand_given()) context.result = list(context, *options);
  });
}

}  // namespace nhs::cli
