#include <fmt/format.h>

#include "cli/context.h"

namespace nhs::cli {
namespace {

Result<ExitStatus> run(const Context& context, const std::string& file) {
  const auto found = config::find(file);
  if (!file.empty() && !found) return tl::unexpected(found.error());
  if (!file.empty()) {
    const auto config = config::load(**found);
    if (!config) {
      std::string lines;
      for (const std::string& line : config.error().lines) lines += (lines.empty() ? "" : "\n") + line;
      return fail(ExitStatus::configuration, lines);
    }
    put(fmt::format("{}: right ({} sources, {} topics)\n", file, config->sources.size(), config->topics.size()));
    return ExitStatus::done;
  }
  const auto config = context.configuration();
  if (!config) return tl::unexpected(config.error());
  if (config->file.empty())
    put("There is no configuration file; the built-in defaults hold, with no sources.\n");
  else
    put(fmt::format("{}: right ({} sources, {} topics)\n", config->file.string(), config->sources.size(),
                    config->topics.size()));
  return ExitStatus::done;
}

}  // namespace

void add_check_config(CLI::App& app, Context& context) {
  auto file = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("check-config", "Says what is wrong with a configuration, line by line");
  command->add_option("file", *file, "The file; without it the one in force")->type_name("FILE");
  command->callback([&context, file] { context.result = run(context, *file); });
}

}  // namespace nhs::cli
