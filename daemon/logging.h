#pragma once

namespace nhs::daemon {

/// Sends the log to stderr: with time and level for people, or as journald reads it (`<4>…`) when stderr is
/// the journal. NHSVALUES_LOG=debug shows retries too. A log line never holds a token, a handle or a post's
/// text.
void start_logging();

}  // namespace nhs::daemon
