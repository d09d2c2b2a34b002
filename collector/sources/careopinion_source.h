#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "collector/source.h"

namespace nhs::collector {

/// The service allows five requests a second.
inline constexpr std::chrono::milliseconds kCareOpinionPace{250};

struct CareOpinionOptions {
  /// The site, `https://www.careopinion.org.uk`.
  std::string url;
  /// The subscription's key for the API.
  std::string key;
  /// How far back the first reading goes; nothing for all that the subscription covers.
  std::optional<std::chrono::seconds> backfill;
};

/// The stories that a Care Opinion subscription covers (API v2, `GET opinions`), oldest first. All of them
/// count: what they are about is chosen in the subscription, and stories have no hashtags.
///
/// A walk asks for what was published since two days before the last one ended, in pages of a hundred that
/// overlap by a story (careopinion_walk.h). A key that is refused
/// shows as a way to the login page, so redirects are not followed.
std::unique_ptr<Source> make_careopinion_source(CareOpinionOptions options);

}  // namespace nhs::collector
