#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/answer_format.h"
#include "cli/changes.h"
#include "cli/context.h"
#include "cli/filter_options.h"
#include "cli/internal_output.h"
#include "cli/periods_asked.h"
#include "cli/post_reference.h"
#include "cli/unknown_names.h"
#include "cli/words_given.h"
#include "core/text.h"
#include "report/pledge_trend.h"
#include "report/pledges_view.h"

namespace nhs::cli {
namespace {

struct PledgesOptions {
  FilterOptions filters;
  bool open = false;
  bool followed_up = false;
  std::int64_t limit = 20;
  std::optional<std::int64_t> after;
  std::string format = "table";
};

struct FollowUpOptions {
  std::int64_t ref = 0;
  std::string note;
  std::string by;
  std::string on;
  bool undo = false;
};

struct PledgeTrendOptions {
  std::int64_t ref = 0;
  int weeks = 8;
  std::string format = "table";
};

Result<ExitStatus> list(const Context& context, const PledgesOptions& options) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  auto filter = options.filters.filter(*session);
  if (!filter) return tl::unexpected(filter.error());
  store::PledgesQuery query;
  query.filter = *std::move(filter);
  if (options.open) query.wanted = store::PledgesWanted::open;
  if (options.followed_up) query.wanted = store::PledgesWanted::followed_up;
  // One more than is shown tells whether there are more.
  query.limit = options.limit + 1;
  query.after_ref = options.after;
  auto pledges = session->reader.pledges(query);
  if (!pledges) return tl::unexpected(pledges.error());
  const bool more = static_cast<std::int64_t>(pledges->pledges.size()) > options.limit;
  if (more) pledges->pledges.pop_back();

  const report::PledgesAsked asked{query.wanted, options.filters.in_words_with_times(query.filter)};
  put_as(options.format,
         {{"json", [&] { return report::pledges_json(*pledges); }},
          {"ndjson", [&] { return report::pledges_ndjson(*pledges); }},
          {"csv", [&] { return report::pledges_csv(*pledges); }},
          {"table", [&] {
             return internal(report::pledges_table(*pledges, asked, session->zone, context.terminal()));
           }}});
  if (more && options.format == "table")
    context.say(fmt::format("\nMore: --after {}.", pledges->pledges.back().post.ref));
  if (pledges->pledges.empty())
    if (auto told = tell_unknown_names(context, *session, query.filter); !told)
      return tl::unexpected(told.error());
  return ExitStatus::done;
}

Result<store::FollowUp> told_by(const Context& context, const FollowUpOptions& options) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  store::FollowUp told{options.note, options.by, session->today};
  if (options.on.empty()) return told;
  const auto day = day_asked("--on", options.on, session->today);
  if (!day) return tl::unexpected(day.error());
  told.day = *day;
  return told;
}

/// The one place that writes.
template <typename Change>
Result<ExitStatus> change_follow_ups(const Context& context, std::int64_t ref, const Change& change) {
  auto changes = Changes::begin(context, "nhsvalues pledges");
  if (!changes) return tl::unexpected(changes.error());
  const auto answer = changes->make(change);
  if (!answer) return tl::unexpected(answer.error());
  put(fmt::format("{} is {}.\n", ref, answer->followed_up ? "followed up" : "open"));
  return ExitStatus::done;
}

Result<ExitStatus> follow_up(const Context& context, FollowUpOptions options) {
  if (auto taken = take_from_stdin("--note", options.note); !taken) return tl::unexpected(taken.error());
  if (options.undo && !(options.note.empty() && options.by.empty() && options.on.empty()))
    return fail(ExitStatus::usage, "--undo takes the last note back and says nothing new beside it");
  if (!options.undo && trimmed(options.note).empty())
    return fail(ExitStatus::usage, "say what became of the pledge with --note TEXT, or --undo the last note");
  if (auto right = check_note("--note", options.note); !right) return tl::unexpected(right.error());
  if (auto right = check_line("--by", options.by, control::kLongestName); !right)
    return tl::unexpected(right.error());
  if (options.undo) return change_follow_ups(context, options.ref, control::UndoFollowUp{options.ref});
  auto told = told_by(context, options);
  if (!told) return tl::unexpected(told.error());
  return change_follow_ups(context, options.ref, control::FollowUpPledge{options.ref, *std::move(told)});
}

/// As many whole weeks after the pledge as have passed, at most those asked for: days of a week differ.
Result<report::PledgeTrend> read_trend(const ReadingSession& session, store::Pledge pledge, int weeks) {
  if (!pledge.post.created_at)
    return fail(ExitStatus::usage,
                fmt::format("{}: this pledge has no date, so there is no before and after", pledge.post.ref));
  report::PledgeTrend trend;
  trend.made = session.zone.day_of(*pledge.post.created_at);
  trend.days_asked = weeks * 7;
  const LocalDay after = trend.made + std::chrono::days{1};
  trend.days = std::min<std::int64_t>(trend.days_asked, (session.today - after).count());
  trend.days -= trend.days % 7;
  if (trend.days < 7)
    return fail(ExitStatus::usage,
                fmt::format("{}: this pledge is too young, no whole week has passed since; ask again "
                            "in some weeks",
                            pledge.post.ref));
  const auto read_side = [&](LocalDay from, LocalDay to) {
    store::TrendsQuery query;
    query.filter.since = from;
    query.filter.until = to;
    query.by = Bucket::day;
    query.today = session.today;
    return session.reader.trends(query);
  };
  auto before = read_side(trend.made - std::chrono::days{trend.days}, trend.made);
  if (!before) return tl::unexpected(before.error());
  auto since = read_side(after, after + std::chrono::days{trend.days});
  if (!since) return tl::unexpected(since.error());
  trend.pledge = std::move(pledge);
  trend.before = *std::move(before);
  trend.after = *std::move(since);
  return trend;
}

Result<ExitStatus> show_trend(const Context& context, const PledgeTrendOptions& options) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  auto pledge = session->reader.pledge(options.ref);
  if (!pledge) return tl::unexpected(pledge.error());
  const auto trend = read_trend(*session, *std::move(pledge), options.weeks);
  if (!trend) return tl::unexpected(trend.error());
  put_as(options.format,
         {{"json", [&] { return report::pledge_trend_json(*trend); }},
          {"ndjson", [&] { return report::pledge_trend_ndjson(*trend); }},
          {"csv", [&] { return report::pledge_trend_csv(*trend); }},
          {"table",
           [&] { return internal(report::pledge_trend_table(*trend, session->zone, context.terminal())); }}});
  return ExitStatus::done;
}

void add_format_to(Command command, std::string& format) {
  add_format_option(command, format, {"table", "json", "ndjson", "csv"});
}

void add_ref_to(Command command, std::int64_t& ref) {
  command.add_option("ref", ref, "The pledge's reference, as `pledges` shows it")
      .type_name("REF")
      .check(post_reference())
      .required();
}

void add_follow_up(Command pledges, Context& context) {
  auto options = std::make_shared<FollowUpOptions>();
  Command command =
      pledges.add_subcommand("follow-up", "Notes what became of a pledge, which is then followed up");
  add_ref_to(command, options->ref);
  command.add_option("--note", options->note, "What became of it, in words; - reads it from stdin")
      .type_name("TEXT");
  command.add_option("--by", options->by, "Who says so; kept with the note, and shown").type_name("NAME");
  command.add_option("--on", options->on, "The day of which the note tells; today by default")
      .type_name("DAY");
  command.add_flag("--undo", options->undo, "Takes the last note back");
  command.callback([&context, options] { context.result = follow_up(context, *options); });
}

void add_trend(Command pledges, Context& context) {
  auto options = std::make_shared<PledgeTrendOptions>();
  Command command = pledges.add_subcommand(
      "trend", "What people said of the pledge's values before it was made, and after");
  add_ref_to(command, options->ref);
  command.add_option("--weeks", options->weeks, "How long before and after, at the most")
      .type_name("N")
      .between(1, 104)
      .capture_default_str();
  add_format_to(command, options->format);
  command.callback([&context, options] { context.result = show_trend(context, *options); });
}

}  // namespace

void add_pledges(Command app, Context& context) {
  auto options = std::make_shared<PledgesOptions>();
  Command command = app.add_subcommand(
      "pledges",
      "What was promised: by value and by who promised it, open or followed up, and what changed since");
  options->filters.add_to(command);
  // Pledges are of one kind, and who made how many is told.
  for (const char* without : {"--kind", "--once-per-author"}) command.remove_option(without);
  Option open = command.add_flag("--open", options->open, "Only those of which nothing is noted");
  command.add_flag("--followed-up", options->followed_up, "Only those of which something is").excludes(open);
  command.add_option("--limit", options->limit, "How many are listed at the most")
      .between(1, 1'000'000)
      .capture_default_str();
  command.add_option("--after", options->after, "Go on after the pledge of this reference").type_name("REF");
  add_format_to(command, options->format);
  command.require_subcommand(0, 1);
  Command listing = command.add_subcommand("list", "The same, as without a word");
  listing.callback([&context, options] { context.result = list(context, *options); });
  add_follow_up(command, context);
  add_trend(command, context);
  command.callback([&context, options, command] {
    if (!command.subcommand_given()) context.result = list(context, *options);
  });
}

}  // namespace nhs::cli
