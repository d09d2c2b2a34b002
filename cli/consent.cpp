#include <fmt/format.h>

#include <memory>
#include <tuple>

#include "cli/answer_format.h"
#include "cli/changes.h"
#include "cli/choice.h"
#include "cli/context.h"
#include "cli/periods_asked.h"
#include "cli/post_reference.h"
#include "cli/words_given.h"
#include "core/text.h"
#include "report/consents_view.h"

namespace nhs::cli {
namespace {

struct ConsentOptions {
  std::optional<std::int64_t> ref;
  std::string how;
  std::string who = "the author";
  std::string use{store::kUseInReports};
  std::string on;
  std::string by;
  std::string despite_wish;
  bool withdraw = false;
  std::string format = "table";
};

Result<ExitStatus> list(const Context& context, const ConsentOptions& options) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  const auto consents = session->reader.consents({options.ref});
  if (!consents) return tl::unexpected(consents.error());
  if (options.ref && consents->empty() && options.format == "table") {
    put(fmt::format("{}: nobody has noted that its author agreed; note it with --how and --by.\n",
                    *options.ref));
    return ExitStatus::done;
  }
  put_as(options.format,
         {{"json", [&] { return report::consents_json(*consents); }},
          {"csv", [&] { return report::consents_csv(*consents); }},
          {"table", [&] { return report::consents_table(*consents, session->zone, context.terminal()); }}});
  return ExitStatus::done;
}

Result<void> check_words(std::string_view option, const std::string& text, std::size_t longest) {
  if (trimmed(text).empty())
    return fail(ExitStatus::usage,
                fmt::format("{} is missing; a consent is noted by nhsvalues consent REF --how TEXT --by NAME",
                            option));
  return check_line(option, text, longest);
}

Result<void> check(const ConsentOptions& options) {
  if (!options.ref)
    return fail(ExitStatus::usage, "name the post: nhsvalues consent REF --how TEXT --by NAME");
  for (const auto& [option, text, longest] : {std::tuple{"--how", &options.how, control::kLongestNote},
                                              std::tuple{"--by", &options.by, control::kLongestName},
                                              std::tuple{"--who", &options.who, control::kLongestName},
                                              std::tuple{"--for", &options.use, control::kLongestName}})
    if (auto right = check_words(option, *text, longest); !right) return right;
  if (!options.despite_wish.empty())
    return check_words("--despite-wish", options.despite_wish, control::kLongestNote);
  return {};
}

/// The one place that writes.
template <typename Change>
Result<ExitStatus> change_consents(const Context& context, std::int64_t ref, const Change& change) {
  auto changes = Changes::begin(context, "nhsvalues consent");
  if (!changes) return tl::unexpected(changes.error());
  const auto answer = changes->make(change);
  if (!answer) return tl::unexpected(answer.error());
  put(fmt::format("{}: {}.\n", ref, report::consent_state_in_words(answer->state)));
  return ExitStatus::done;
}

Result<ExitStatus> run(const Context& context, ConsentOptions options) {
  if (auto taken = take_from_stdin("--how", options.how); !taken) return tl::unexpected(taken.error());
  const bool says_something = !options.how.empty() || !options.on.empty() || !options.despite_wish.empty();
  if (options.withdraw) {
    if (!options.ref || says_something)
      return fail(ExitStatus::usage,
                  "--withdraw ends the consents of one post and says nothing new beside it but --by");
    if (!options.by.empty() && trimmed(options.by).empty())
      return fail(ExitStatus::usage, "--by must name somebody, or be left out of --withdraw");
    if (auto right = check_line("--by", options.by, control::kLongestName); !right)
      return tl::unexpected(right.error());
    return change_consents(context, *options.ref, control::WithdrawConsent{*options.ref, options.by});
  }
  if (!says_something && options.by.empty()) return list(context, options);
  if (auto right = check(options); !right) return tl::unexpected(right.error());
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  LocalDay day = session->today;
  if (!options.on.empty()) {
    const auto asked = day_asked("--on", options.on, session->today);
    if (!asked) return tl::unexpected(asked.error());
    day = *asked;
  }
  auto made = change_consents(
      context, *options.ref,
      control::NoteConsent{*options.ref,
                           {options.who, options.how, options.use, day, options.despite_wish, options.by}});
  if (made)
    context.say(fmt::format(
        "Its author cannot agree for others: read it for their names (nhsvalues show {0}); where it has some, "
        "nhsvalues consent {0} --withdraw.",
        *options.ref));
  return made;
}

}  // namespace

void add_consent(Command app, Context& context) {
  auto options = std::make_shared<ConsentOptions>();
  Command command = app.add_subcommand(
      "consent", "Who agreed that a post be quoted word for word; without --how, what is noted so far");
  command.add_option("ref", options->ref, "The post's reference, as `posts` shows it")
      .type_name("REF")
      .check(post_reference());
  command
      .add_option("--how", options->how,
                  "How they agreed, and where that is written down; no names; - reads it from stdin")
      .type_name("TEXT");
  command.add_option("--by", options->by, "Who notes it, or that it is withdrawn").type_name("NAME");
  command.add_option("--who", options->who, "Who agreed, as what they are, no name")
      .type_name("TEXT")
      .capture_default_str();
  command
      .add_option("--for", options->use,
                  "For what use; public outputs of this program print it for `reports` alone")
      .type_name("TEXT")
      .capture_default_str();
  command.add_option("--on", options->on, "The day on which they agreed; today by default").type_name("DAY");
  command
      .add_option("--despite-wish", options->despite_wish,
                  "Of an author who asks in general not to be found: why it counts all the same")
      .type_name("TEXT");
  command.add_flag("--withdraw", options->withdraw, "They no longer agree");
  command.add_option("--format", options->format, "How to show what is noted")
      .transform(one_of("format", {"table", "json", "csv"}))
      .capture_default_str();
  command.callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
