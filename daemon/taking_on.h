#pragma once

#include <string>
#include <vector>

#include "config/config.h"
#include "daemon/watching.h"
#include "intake/writing_session.h"

namespace nhs::daemon {

/// The configuration that the daemon is to go by. Fails as config::in_force does, and with configuration (78)
/// where there is none: unlike a question, watching needs a file.
Result<config::Config> read_config(const std::string& option);

/// A configuration that can be in force from now on, its rules already being so.
struct TakenOn {
  config::Config config;  ///< with the old values of what needs a restart
  SwitchedOn on;
  std::vector<std::string> waiting_for_restart;  ///< their keys
  store::IgnoreChanges ignored;
  bool concerns_left = false;  ///< stored posts are to be held against the concern rules
};

/// What the daemon goes by before.
struct InForce {
  const config::Config& config;
  const std::vector<std::string>& watched;  ///< sources
};

/// Reads the file again and takes on what can be without a restart. Fails, with everything as it was, where
/// the file is wrong, or a credential that it names cannot be read of a source that is watched before: no
/// reload ends what goes well. Where the store fails later, the words say which of the
/// new rules are in force already.
Result<TakenOn> take_on(const std::string& option, const InForce& in_force, intake::WritingSession& session,
                        UtcTime now);

}  // namespace nhs::daemon
