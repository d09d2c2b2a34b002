#pragma once

#include <vector>

#include "collector/poller.h"
#include "config/config.h"
#include "core/result.h"
#include "net/curl_client.h"

namespace nhs::collector {

/// What a source is asked for; one that stands for all topics where it is not asked by tag.
std::vector<Topic> topics_of(const config::SourceConfig& source, const config::Config& config,
                             bool asks_by_tag);

/// The configured sources, ready to be asked, their credentials read. Fails when a credential cannot be read.
Result<std::vector<WatchedSource>> watched_sources(const config::Config& config);

/// By whose ids a configured source's posts are known (collector/source.h), whether it is watched or not;
/// empty too where the source cannot be made. Wants no credential.
std::string server_of(const config::SourceConfig& source, const config::Config& config);

/// How the configuration lets us speak to servers.
net::ClientOptions client_options(const config::Config& config);

}  // namespace nhs::collector
