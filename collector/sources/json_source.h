#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "collector/source.h"
#include "config/json_service.h"

namespace nhs::collector {

struct JsonOptions {
  config::JsonService service;
  std::string url;     ///< what {url} stands for
  std::string secret;  ///< what {secret} stands for, or `id:secret` for a service with [token]
  /// Every item counts, tagged or not.
  bool match_all = false;
  /// How far back the first walk goes; nothing for as far as there are pages.
  std::optional<std::chrono::seconds> backfill;
  /// Leave out the posts of people who ask not to be found (filter.unquoted in the description).
  bool drop_noindex = false;
};

/// A service that is described in configuration alone. A run is one walk from the first page to what is known
/// (two where an unfinished one goes on); a walk of more pages than a run may ask for goes on in the next.
/// What the service cannot show any more sets `missed`.
///
/// read with an empty cursor maps a saved page of the service, since only begin_run asks for an access token.
std::unique_ptr<Source> make_json_source(JsonOptions options);

}  // namespace nhs::collector
