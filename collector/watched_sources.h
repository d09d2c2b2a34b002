#pragma once

#include <string>
#include <vector>

#include "collector/poller.h"
#include "config/config.h"
#include "core/result.h"
#include "net/curl_client.h"

namespace nhs::collector {

/// What a source is asked for; one that stands for all topics where it is not asked by tag.
std::vector<Topic> topics_of(const config::SourceConfig& source, const config::Config& config,
                             bool asks_by_tag);

/// A source that cannot be asked before somebody has seen to its credential.
struct SourceWithoutCredential {
  std::string name;
  std::vector<Topic> topics;
  std::string cause;  ///< in words for people, with what to do
};

struct WatchedSources {
  std::vector<WatchedSource> ready;
  std::vector<SourceWithoutCredential> without_credential;
};

/// The configured sources, ready to be asked, their credentials read; one that cannot be read, or is of the
/// wrong form, is in no other's way. Fails when a source cannot be made of what is configured.
Result<WatchedSources> watched_sources(const config::Config& config);

/// By whose ids a configured source's posts are known (collector/source.h), whether it is watched or not;
/// empty too where the source cannot be made. Wants no credential.
std::string server_of(const config::SourceConfig& source, const config::Config& config);

/// How the configuration lets us speak to servers.
net::ClientOptions client_options(const config::Config& config);

}  // namespace nhs::collector
