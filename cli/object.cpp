#include "cli/changes.h"
#include "cli/context.h"
#include "cli/people_named.h"
#include "report/rights_view.h"

namespace nhs::cli {
namespace {

struct Options {
  PeopleNamed whom;
  bool withdraw = false;
  bool dry_run = false;
  std::string format = "table";
};

Result<ExitStatus> run(const Context& context, Options& options) {
  if (auto named = options.whom.complete(); !named) return tl::unexpected(named.error());
  auto changes = Changes::begin_with_key(context, "nhsvalues object");
  if (!changes) return tl::unexpected(changes.error());
  const auto answer = changes->make(
      control::Object{options.whom.names, options.whom.network, !options.withdraw, options.dry_run});
  if (!answer) return tl::unexpected(answer.error());
  const report::Stage stage = options.dry_run ? report::Stage::asked : report::Stage::done;
  put(options.format == "json"
          ? report::objection_json(answer->objection, !options.withdraw, stage)
          : report::objection_text(answer->objection, !options.withdraw, stage, context.terminal()));
  return ExitStatus::done;
}

}  // namespace

void add_object(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "object",
      "Keeps a person's posts out of every count and report, past and future, without erasing them");
  options->whom.add_to(*command);
  command->add_flag("--withdraw", options->withdraw, "The person no longer objects: their posts count again");
  command->add_flag("--dry-run,-n", options->dry_run, "Only shows what is held");
  command->add_option("--format", options->format, "How to show it")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  command->callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
