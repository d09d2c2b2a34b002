#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/answer_format.h"
#include "cli/changes.h"
#include "cli/choice.h"
#include "cli/configured_sources.h"
#include "cli/context.h"
#include "cli/source_trial.h"
#include "collector/asked_topics.h"
#include "collector/sources/make_sources.h"
#include "report/allowance_periods.h"
#include "report/sources_view.h"

namespace nhs::cli {
namespace {

struct SourcesOptions {
  std::string name;
  std::string from_file;
  std::string format = "table";
  std::size_t limit = 5;
  bool may_cost = false;
  bool reveal = false;
};

Result<ExitStatus> list(const Context& context, const SourcesOptions& options) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  report::StatusSurroundings around = status_surroundings(session->config, session->now);
  auto status = session->reader.status(session->now, report::allowance_periods(around.configured_sources));
  if (!status) return tl::unexpected(status.error());
  collector::leave_out_topics_not_asked(status->sources, session->config);
  mark_disabled(around.configured_sources, status->disabled);
  auto quarantine = session->reader.quarantine({std::nullopt, 200});
  if (!quarantine) return tl::unexpected(quarantine.error());
  auto coverage = session->reader.coverage(
      {session->today - std::chrono::days{1}, session->today + std::chrono::days{1}, session->now});
  if (!coverage) return tl::unexpected(coverage.error());
  const report::SourcesAccount account{*std::move(status), *std::move(quarantine), *std::move(coverage)};
  if (options.format == "json")
    put(report::sources_json(account, around, session->zone));
  else
    put(report::sources_table(account, around, session->zone, context.terminal()));
  return ExitStatus::done;
}

const config::SourceConfig* find_source(const config::Config& config, const std::string& name) {
  const auto found = std::find_if(config.sources.begin(), config.sources.end(),
                                  [&](const config::SourceConfig& source) { return source.name == name; });
  return found == config.sources.end() ? nullptr : &*found;
}

Result<report::SourceTrial> tried(const config::Config& config, const config::SourceConfig& source,
                                  const SourcesOptions& options) {
  const bool saved = !options.from_file.empty();
  std::string secret = saved ? collector::kNoSecret : "";
  if (!saved && !source.credential.empty()) {
    auto read = config::read_credential(source.credential);
    if (!read) return fail(read.error().status, fmt::format("{}: {}", source.name, read.error().message));
    secret = *std::move(read);
  }
  auto made = collector::make_source(source, config, std::move(secret));
  if (!made) return tl::unexpected(made.error());
  if (!saved && made->allowance && !options.may_cost)
    return fail(
        ExitStatus::usage,
        fmt::format("{}: asking it uses up what it may spend, and a trial is not counted; add --may-cost if "
                    "that is what you want, or read a saved answer with --from-file",
                    source.name));
  const TriedSource trial{source, config, *std::move(made)};
  if (saved) return try_saved(trial, options.from_file);
  return try_live(trial);
}

Result<ExitStatus> test(const Context& context, const SourcesOptions& options) {
  const auto config = context.configuration();
  if (!config) return tl::unexpected(config.error());
  const config::SourceConfig* source = find_source(*config, options.name);
  if (source == nullptr)
    return fail(ExitStatus::usage,
                fmt::format("{}: no such source in the configuration{}; `nhsvalues sources list` "
                            "shows those there are",
                            options.name, did_you_mean(options.name, config::source_names(*config))));
  const auto zone = TimeZone::named(config->timezone);
  if (!zone) return tl::unexpected(zone.error());
  auto trial = tried(*config, *source, options);
  if (!trial) return tl::unexpected(trial.error());
  if (!options.reveal) hide_people(*trial, *config);
  if (options.format == "json")
    put(report::source_trial_json(*trial, options.limit));
  else
    put(report::source_trial_text(*trial, options.limit, *zone, context.terminal()));
  return trial->works ? ExitStatus::done : ExitStatus::check_failed;
}

Result<ExitStatus> switch_to(const Context& context, const std::string& name, bool on) {
  auto changes = Changes::begin(context, "nhsvalues sources");
  if (!changes) return tl::unexpected(changes.error());
  const auto done = changes->make(control::SwitchSource{name, on});
  if (!done) return tl::unexpected(done.error());
  if (!done->changed)
    context.say(fmt::format("{} was {} already.", name, on ? "enabled" : "disabled"));
  else if (on)
    context.say(fmt::format("{} is enabled: it is asked again, from where it stood.", name));
  else
    context.say(
        fmt::format("{} is disabled: it is not asked until `nhsvalues sources enable {}`.", name, name));
  return ExitStatus::done;
}

void add_switch(Command of, Context& context, const std::shared_ptr<SourcesOptions>& options, bool on) {
  Command command =
      on ? of.add_subcommand("enable", "Has a source that was disabled asked again, from where it stood")
         : of.add_subcommand("disable", "Has a source left alone until it is enabled; what it brought stays");
  command.add_option("name", options->name, "The source's name in the configuration")
      .type_name("NAME")
      .required();
  command.callback([&context, options, on] { context.result = switch_to(context, options->name, on); });
}

}  // namespace

void add_sources(Command app, Context& context) {
  auto options = std::make_shared<SourcesOptions>();
  Command command = app.add_subcommand(
      "sources", "The places that are watched: how each does, trying one, and leaving one alone");
  command.require_subcommand(0, 1);
  const auto add_format = [&](Command of) { add_format_option(of, options->format, {"table", "json"}); };
  add_format(command);
  command.callback([&context, options, command] {
    if (!command.subcommand_given()) context.result = list(context, *options);
  });
  Command listing = command.add_subcommand("list", "How each source does, in words, and what it costs");
  add_format(listing);
  listing.callback([&context, options] { context.result = list(context, *options); });

  Command trial =
      command.add_subcommand("test", "Asks one source now and shows what would be taken in; stores nothing");
  trial.add_option("name", options->name, "The source's name in the configuration")
      .type_name("NAME")
      .required();
  trial.add_option("--from-file", options->from_file, "Reads a saved answer instead of asking")
      .type_name("BODY");
  trial.add_option("--limit", options->limit, "How many posts to show").capture_default_str();
  trial.add_flag("--may-cost", options->may_cost, "Asks also where that costs money or a day's requests");
  trial.add_flag("--reveal", options->reveal,
                 "Shows ids, addresses, authors and texts as the source has them, which names people");
  add_format(trial);
  trial.callback([&context, options] { context.result = test(context, *options); });

  add_switch(command, context, options, false);
  add_switch(command, context, options, true);
}

}  // namespace nhs::cli
