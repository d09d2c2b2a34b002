#include "cli/configured_sources.h"

#include <fmt/format.h>

#include "collector/sources/make_sources.h"
#include "config/keys_in_force.h"
#include "config/source_kinds.h"
#include "store/disk_room.h"
#include "store/kept_copies.h"
#include "store/writer_lock.h"

namespace nhs::cli {
namespace {

std::optional<report::SpendCaps> caps_of(const config::SourceConfig& source, const config::Config& config,
                                         UtcTime now) {
  const auto allowance = collector::allowance_of(source, config);
  if (!allowance) return std::nullopt;
  report::SpendCaps caps;
  caps.money = source.kind == config::SourceKind::x;
  caps.per_day = allowance->per_day;
  caps.per_month = allowance->per_month;
  caps.day_began = collector::day_began(*allowance, now);
  caps.month_began = collector::month_began(*allowance, now);
  caps.month_ends = collector::next_month(*allowance, now);
  return caps;
}

/// What keeps the writer from storing anything: by its own word where it has left one.
std::vector<std::string> storage_trouble(const std::filesystem::path& database,
                                         const std::optional<std::string>& writer) {
  if (const std::string trouble = store::trouble_of_writer(database); !trouble.empty())
    return {fmt::format("{} takes no posts in: {}", writer.value_or("nhsvaluesd"), trouble)};
  if (const auto room = store::check_room(database); !room)
    return {room.error().message + "; until then nothing is taken in"};
  return {};
}

std::vector<std::string> kept_copies(const std::filesystem::path& database) {
  std::vector<std::string> copies;
  for (const store::KeptCopy& each : store::kept_copies(database))
    copies.push_back(
        fmt::format("{} ({}); {}", each.file.filename().string(), store::bytes_in_words(each.bytes),
                    each.of_migration ? "goes once `nhsvalues doctor` found all well, or after a week"
                                      : "goes after a week"));
  return copies;
}

}  // namespace

std::vector<report::WatchedSource> configured_sources(const config::Config& config, UtcTime now) {
  std::vector<report::WatchedSource> sources;
  for (const config::SourceConfig& source : config.sources) {
    report::WatchedSource watched{source.name, source.every};
    watched.kind = std::string{config::id_of_kind(source.kind)};
    watched.follows_deletions = config::follows_deletions(source);
    watched.slowest = config::slowest_pace(source);
    watched.silent_after = config::silence_of(source);
    watched.caps = caps_of(source, config, now);
    sources.push_back(std::move(watched));
  }
  return sources;
}

report::StatusSurroundings status_surroundings(const config::Config& config, UtcTime now) {
  report::StatusSurroundings around;
  around.database = config.database.string();
  around.program_version = NHS_VERSION;
  around.now = now;
  around.writer = store::current_writer(config.database);
  around.collects_by_runs = store::last_collector(config.database) == store::kDaemonOnce;
  around.storage_trouble = storage_trouble(config.database, around.writer);
  around.kept_copies = kept_copies(config.database);
  const store::WriterConfiguration in_force = store::configuration_of_writer(config.database);
  around.configuration = report::ConfigurationState{config.file.string(), config::fingerprint(config),
                                                    in_force.hash, in_force.remark};
  around.configured_sources = configured_sources(config, now);
  return around;
}

void mark_disabled(std::vector<report::WatchedSource>& sources,
                   const std::vector<store::DisabledSource>& disabled) {
  for (report::WatchedSource& source : sources)
    for (const store::DisabledSource& each : disabled)
      if (each.source == source.name) source.disabled = report::Switch{each.since, each.person};
}

}  // namespace nhs::cli
