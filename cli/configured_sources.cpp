#include "cli/configured_sources.h"

#include "collector/sources/make_sources.h"
#include "config/source_kinds.h"
#include "store/writer_lock.h"

namespace nhs::cli {
namespace {

std::optional<report::SpendCaps> caps_of(const config::SourceConfig& source, const config::Config& config,
                                         UtcTime now) {
  // What it may spend does not hang on the secret; a description that cannot be read is check-config's to
  // tell.
  const auto made = collector::make_source(source, config, kNoSecret);
  if (!made || !made->allowance) return std::nullopt;
  const collector::Allowance& allowance = *made->allowance;
  report::SpendCaps caps;
  caps.money = source.kind == config::SourceKind::x;
  caps.per_day = allowance.per_day;
  caps.per_month = allowance.per_month;
  caps.day_began = collector::day_began(allowance, now);
  caps.month_began = collector::month_began(allowance, now);
  caps.month_ends = collector::next_month(allowance, now);
  return caps;
}

}  // namespace

std::vector<report::WatchedSource> configured_sources(const config::Config& config, UtcTime now) {
  std::vector<report::WatchedSource> sources;
  for (const config::SourceConfig& source : config.sources) {
    report::WatchedSource watched{source.name, source.every};
    watched.kind = std::string{config::id_of_kind(source.kind)};
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
  around.configured_sources = configured_sources(config, now);
  return around;
}

std::vector<store::AllowancePeriods> allowance_periods(const std::vector<report::WatchedSource>& sources) {
  std::vector<store::AllowancePeriods> periods;
  for (const report::WatchedSource& source : sources)
    if (source.caps) periods.push_back({source.name, source.caps->day_began, source.caps->month_began});
  return periods;
}

}  // namespace nhs::cli
