#include "collector/sources/make_sources.h"

#include <fmt/format.h>

#include "collector/sources/bluesky_source.h"
#include "collector/sources/careopinion_source.h"
#include "collector/sources/feed_source.h"
#include "collector/sources/json_setup.h"
#include "collector/sources/mastodon_source.h"
#include "collector/sources/x_setup.h"
#include "config/source_kinds.h"

namespace nhs::collector {
namespace {

MadeSource made(std::unique_ptr<Source> source) {
  MadeSource whole;
  whole.source = std::move(source);
  return whole;
}

MadeSource made_for_all_topics(std::unique_ptr<Source> source) {
  MadeSource whole = made(std::move(source));
  whole.asks_by_tag = false;
  return whole;
}

MadeSource made_careopinion(CareOpinionOptions options) {
  MadeSource whole = made_for_all_topics(make_careopinion_source(std::move(options)));
  whole.pace = kCareOpinionPace;
  return whole;
}

}  // namespace

Result<MadeSource> make_source(const config::SourceConfig& source, const config::Config& config,
                               std::string secret) {
  switch (source.kind) {
    case config::SourceKind::bluesky:
      return made(make_bluesky_source(
          {source.url, source.account, std::move(secret), source.backfill, config.drop_noindex}));
    case config::SourceKind::mastodon:
      return made(
          make_mastodon_source({source.url, std::move(secret), source.backfill, config.drop_noindex}));
    case config::SourceKind::feed:
      return made_for_all_topics(make_feed_source({source.url, "feed", source.match_all, std::move(secret)}));
    case config::SourceKind::x:
      return make_x(source, config, std::move(secret));
    case config::SourceKind::careopinion:
      return made_careopinion({source.url, std::move(secret), source.backfill});
    case config::SourceKind::json:
      return make_json(source, config, std::move(secret));
  }
  return fail(ExitStatus::configuration, fmt::format("{}: sources of kind {} are not known yet", source.name,
                                                     config::id_of_kind(source.kind)));
}

std::optional<Allowance> allowance_of(const config::SourceConfig& source, const config::Config& config) {
  const auto made = make_source(source, config, kNoSecret);
  return made ? made->allowance : std::nullopt;
}

}  // namespace nhs::collector
