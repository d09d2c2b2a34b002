#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>

#include "cli/configuration_doubts.h"
#include "cli/context.h"
#include "cli/network_names.h"
#include "config/in_force.h"
#include "config/service_file.h"
#include "core/counted.h"
#include "store/reader.h"
#include "store/search_query.h"

namespace nhs::cli {
namespace {

/// The faults of the services' descriptions that the sources name, each once though several sources share
/// one.
std::string faults_of_services(const config::Config& config) {
  std::vector<std::string> faults;
  for (const config::SourceConfig& source : config.sources) {
    if (source.kind != config::SourceKind::json) continue;
    const auto service = config::load_service(source.service, source, config.allow_plain_http);
    if (service) continue;
    for (const std::string& line : service.error().lines)
      if (std::find(faults.begin(), faults.end(), line) == faults.end()) faults.push_back(line);
  }
  return fmt::format("{}", fmt::join(faults, "\n"));
}

/// The faults of what is searched for by name.
std::string faults_of_queries(const config::Config& config) {
  std::vector<std::string> faults;
  for (const config::SavedQuery& saved : config.queries)
    if (const auto query = store::parse_query(saved.text); !query)
      faults.push_back(
          fmt::format("{}: query.text of {}: {}", config.file.string(), saved.name, query.error().message));
  return fmt::format("{}", fmt::join(faults, "\n"));
}

tl::unexpected<Error> nothing_to_check() {
  std::vector<std::string> places;
  for (const std::filesystem::path& place : config::usual_places()) places.push_back(place.string());
  return fail(
      ExitStatus::no_input,
      fmt::format("there is no configuration: none is named by --config or NHSVALUES_CONFIG, and none "
                  "is at {}; without one nothing is watched",
                  fmt::join(places, " or ")));
}

Result<ExitStatus> check_configuration(const Context& context, const std::string& file) {
  const auto config = context.configuration(file);
  if (!config) return tl::unexpected(config.error());
  if (std::string faults = faults_of_services(*config); !faults.empty())
    return fail(ExitStatus::configuration, std::move(faults));
  if (std::string faults = faults_of_queries(*config); !faults.empty())
    return fail(ExitStatus::configuration, std::move(faults));
  if (config->file.empty()) return nothing_to_check();
  put(fmt::format("{}: right ({}, {})\n", config->file.string(), counted(config->sources.size(), "source"),
                  counted(config->topics.size(), "topic")));
  for (const std::string& doubt : doubts_about(*config, file.empty())) context.complain(doubt);
  for (const auto& [network, doubt] : unknown_in_retention(*config)) context.complain(doubt);
  for (const std::string& doubt : doubts_about_long_keeping(config->retention)) context.complain(doubt);
  // Where there is no database yet, or none that can be read, its zone is no doubt.
  std::error_code unseen;
  if (std::filesystem::exists(config->database, unseen))
    if (const auto reader = store::Reader::open(config->database))
      if (const std::string doubt = doubt_about_zone(*config, reader->zone()); !doubt.empty())
        context.complain(doubt);
  if (config->sources.empty())
    context.complain(fmt::format("{}: there is no [[source]], so nothing is watched", config->file.string()));
  if (config->contact == config::kPlaceholderContact)
    context.complain(fmt::format(
        "{}: contact is still the example's; name a page or an address by which server owners can reach you",
        config->file.string()));
  return ExitStatus::done;
}

}  // namespace

void add_check_config(Command app, Context& context) {
  auto file = std::make_shared<std::string>();
  Command command = app.add_subcommand(
      "check-config",
      "Says what is wrong with a configuration, and the services' descriptions that it names, line by line");
  command.add_option("file", *file, "The file; without it the one in force").type_name("FILE");
  command.callback([&context, file] { context.result = check_configuration(context, *file); });
}

}  // namespace nhs::cli
