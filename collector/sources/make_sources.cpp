#include "collector/sources/make_sources.h"

#include <fmt/format.h>

#include "collector/sources/feed_source.h"
#include "collector/sources/mastodon_source.h"
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

}  // namespace

Result<MadeSource> make_source(const config::SourceConfig& source, const config::Config& /*config*/,
                               std::string secret) {
  switch (source.kind) {
    case config::SourceKind::mastodon:
      return made(make_mastodon_source({source.url, std::move(secret), source.backfill}));
    case config::SourceKind::feed:
      return made_for_all_topics(make_feed_source({source.url, "feed", source.match_all, std::move(secret)}));
    case config::SourceKind::bluesky:
    case config::SourceKind::x:
    case config::SourceKind::careopinion:
    case config::SourceKind::json:
      break;
  }
  return fail(ExitStatus::configuration, fmt::format("{}: sources of kind {} are not known yet", source.name,
                                                     config::id_of_kind(source.kind)));
}

}  // namespace nhs::collector
