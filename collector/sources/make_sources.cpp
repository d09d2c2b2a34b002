#include "collector/sources/make_sources.h"

#include <stdexcept>

#include "collector/sources/feed_source.h"
#include "collector/sources/mastodon_source.h"

namespace nhs::collector {

std::unique_ptr<Source> make_source(const config::SourceConfig& config, std::string bearer) {
  switch (config.kind) {
    case config::SourceKind::mastodon:
      return make_mastodon_source({config.url, std::move(bearer), config.backfill});
    case config::SourceKind::feed:
      return make_feed_source({config.url, "feed", config.match_all, std::move(bearer)});
  }
  throw std::logic_error("a source kind without a source");
}

}  // namespace nhs::collector
