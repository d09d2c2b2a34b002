#pragma once

#include <string>
#include <vector>

#include "config/operations.h"

namespace nhs::daemon {

/// Sends the log where the settings say (docs/metrics.md): as lines to stderr, with time and level for
/// people, or as journald reads them (`<4>…`) when stderr is the journal; as JSON; or to journald itself,
/// which falls back to lines where it does not answer. NHSVALUES_LOG=debug shows retries too, whatever the
/// settings say. A log line never holds a token, a handle or a post's text.
///
/// sources: names by which lines say what they are about. May be called again, on the thread that logs.
void start_logging(const config::LogSettings& settings = {}, std::vector<std::string> sources = {});

}  // namespace nhs::daemon
