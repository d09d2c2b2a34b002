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

/// Which server a source asks first, as scheme and host; empty for one without topics.
std::string server_of(const WatchedSource& watched, UtcTime now);

/// How the configuration lets us speak to servers.
net::ClientOptions client_options(const config::Config& config);

}  // namespace nhs::collector
