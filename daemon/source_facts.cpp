#include "daemon/source_facts.h"

#include "collector/sources/make_sources.h"

namespace nhs::daemon {
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

}  // namespace

std::vector<report::WatchedSource> source_facts(const config::Config& config,
                                                const std::vector<store::DisabledSource>& disabled,
                                                UtcTime now) {
  std::vector<report::WatchedSource> facts;
  for (const config::SourceConfig& source : config.sources) {
    report::WatchedSource watched{source.name, source.every};
    watched.slowest = config::slowest_pace(source);
    watched.silent_after = config::silence_of(source);
    watched.caps = caps_of(source, config, now);
    for (const store::DisabledSource& each : disabled)
      if (each.source == source.name) watched.disabled = report::Switch{each.since, each.person};
    facts.push_back(std::move(watched));
  }
  return facts;
}

}  // namespace nhs::daemon
