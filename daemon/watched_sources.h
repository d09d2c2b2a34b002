#pragma once

#include <vector>

#include "collector/poller.h"
#include "config/config.h"
#include "core/result.h"
#include "net/curl_client.h"

namespace nhs::daemon {

/// The configured sources, ready to be asked, their credentials read. Fails when a credential cannot be read.
Result<std::vector<collector::WatchedSource>> watched_sources(const config::Config& config);

/// How the configuration lets us speak to servers.
net::ClientOptions client_options(const config::Config& config);

}  // namespace nhs::daemon
