#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "config/config.h"
#include "core/result.h"

namespace nhs::daemon {

struct DaemonOptions {
  /// --config, or empty.
  std::string config;
  /// Poll every source until it has caught up, then end.
  bool once = false;
  /// All waiting of a source in one run of `once`.
  std::chrono::milliseconds patience{120'000};
};

/// SIGHUP waits from here until run() follows it, instead of ending the process, which systemd takes for the
/// end that was wished for. For the first line of main.
void hold_back_reloads();

/// The daemon's life: builds the graph of objects from the configuration, watches, and answers signals.
/// SIGTERM and SIGINT end it once the batch in hand is kept, and at once where `once` has collected and only
/// finishes what stands beside; SIGHUP reads the configuration again, or keeps
/// the old one and says why. One thread runs the network and owns the writing connection: both are idle
/// nearly always (docs/adr/0002-one-thread.md).
///
/// Done, or try_again (75) when a source is still behind after `once`; errors as Result.
Result<ExitStatus> run(const DaemonOptions& options);

}  // namespace nhs::daemon
