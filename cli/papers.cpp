#include <fmt/format.h>

#include <memory>

#include "cli/context.h"
#include "cli/file_format.h"
#include "cli/network_names.h"
#include "cli/processing.h"
#include "cli/shared_file.h"
#include "control/files_in_use.h"
#include "report/dpia.h"
#include "report/privacy_notice.h"
#include "store/reader.h"

namespace nhs::cli {
namespace {

struct PaperOptions {
  std::string output;
  bool force = false;
};

using Paper = std::string (*)(const report::Processing& processing);

/// What stands in the database that no configured source brought is processed, too. Before there is one, and
/// where it cannot be read, the paper says that it was not looked at.
Result<void> add_brought(const Context& context, const config::Config& config,
                         report::Processing& processing) {
  const auto reader = store::Reader::open(config.database);
  if (!reader) {
    if (reader.error().status != ExitStatus::no_input)
      context.complain(fmt::format("imported files are not named: {}", reader.error().message));
    return {};
  }
  const auto brought = reader->brought_by_others(config::source_names(config), config.topics);
  if (!brought) return tl::unexpected(brought.error());
  add_brought_posts(*brought, processing);
  return {};
}

Result<ExitStatus> run(const Context& context, const PaperOptions& options, Paper paper) {
  const auto format =
      format_of_file(options.output, "", {{".md", "md"}, {".markdown", "md"}, {".txt", "md"}}, "md");
  if (!format) return tl::unexpected(format.error());
  if (options.force && options.output.empty())
    return fail(ExitStatus::usage, "--force is for -o FILE: it replaces that file");
  const auto config = context.configuration();
  if (!config) return tl::unexpected(config.error());
  const auto zone = TimeZone::named(config->timezone);
  if (!zone) return tl::unexpected(zone.error());
  const auto unknown = unknown_in_retention(*config);
  for (const auto& [network, doubt] : unknown) context.complain(doubt);
  report::Processing processing = processing_of(*config, zone->day_of(SystemClock{}.now()), unknown);
  if (auto added = add_brought(context, *config, processing); !added) return tl::unexpected(added.error());
  const std::string text = paper(processing);
  if (options.output.empty()) {
    put(text);
  } else {
    if (auto free = check_place(options.output, control::files_in_use(*config), options.force); !free)
      return tl::unexpected(free.error());
    if (auto written = write_shared(options.output, text); !written) return tl::unexpected(written.error());
  }
  if (config->data_protection.approved.empty())
    context.say("A draft: have your data protection officer read it; privacy.approved says that they did.");
  return ExitStatus::done;
}

void add_paper(Command app, Context& context, const char* name, const char* what, Paper paper) {
  auto options = std::make_shared<PaperOptions>();
  Command command = app.add_subcommand(name, what);
  command.add_option("--output,-o", options->output, "Into this file, instead of standard output")
      .type_name("FILE");
  command.add_flag("--force", options->force, "Replaces a file that is there");
  command.callback([&context, options, paper] { context.result = run(context, *options, paper); });
}

}  // namespace

void add_privacy_notice(Command app, Context& context) {
  add_paper(app, context, "privacy-notice",
            "A privacy notice for those whose posts are read, from the configuration in force, in Markdown",
            report::privacy_notice);
}

void add_dpia(Command app, Context& context) {
  add_paper(app, context, "dpia",
            "A data protection impact assessment, from the configuration in force, in Markdown",
            report::dpia);
}

}  // namespace nhs::cli
