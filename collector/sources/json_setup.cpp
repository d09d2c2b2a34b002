#include "collector/sources/json_setup.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "collector/sources/json_source.h"
#include "config/service_file.h"

namespace nhs::collector {
namespace {

/// Nothing where the service grants as many requests as one likes.
Result<std::optional<Allowance>> allowance_of(const config::JsonLimit& limit) {
  if (limit.requests_per_day == 0) return std::nullopt;
  auto zone = TimeZone::named(limit.timezone);
  if (!zone) return tl::unexpected(zone.error());
  Allowance allowance{limit.requests_per_day, std::nullopt, *std::move(zone)};
  allowance.per_request = 1;
  return allowance;
}

}  // namespace

Result<MadeSource> make_json(const config::SourceConfig& source, const config::Config& config,
                             std::string secret) {
  auto service = config::load_service(source.service, source, config.allow_plain_http);
  if (!service)
    return fail(ExitStatus::configuration, fmt::format("{}", fmt::join(service.error().lines, "\n")));
  if (!service->token.url.empty() && secret.find(':') == std::string::npos)
    return fail(ExitStatus::configuration,
                fmt::format("{}: its credential must be the application's id and secret with a colon between "
                            "them, id:secret",
                            source.name));
  auto allowance = allowance_of(service->limit);
  if (!allowance) return tl::unexpected(allowance.error());
  MadeSource made;
  made.asks_by_tag = config::asks_by_tag(*service);
  made.allowance = *std::move(allowance);
  made.pace = service->limit.min_interval;
  made.source = make_json_source({*std::move(service), source.url, std::move(secret), source.match_all,
                                  source.backfill, config.drop_noindex});
  return made;
}

}  // namespace nhs::collector
