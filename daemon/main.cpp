#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/system/system_error.hpp>
#include <csignal>
#include <exception>
#include <optional>

#include "core/file_size_limit.h"
#include "core/shortage.h"
#include "core/shown_text.h"
#include "core/standard_streams.h"
#include "core/time.h"
#include "daemon/daemon.h"
#include "daemon/logging.h"

namespace {

using nhs::ExitStatus;

int status_of(ExitStatus status) { return static_cast<int>(status); }

int run(int argc, char** argv) {
  CLI::App app{"Watches public posts about the NHS values and keeps them.", "nhsvaluesd"};
  nhs::daemon::DaemonOptions options;
  app.set_version_flag("--version", "nhsvaluesd " NHS_VERSION);
  app.add_option("--config", options.config, "Configuration file")->type_name("FILE");
  app.add_flag("--once", options.once,
               "Poll every source until it has caught up, then end (75 when one is still behind)");
  std::string patience = "2m";
  app.add_option("--patience", patience, "With --once: the longest that a source may spend waiting")
      ->type_name("DURATION")
      ->capture_default_str()
      ->check(CLI::Validator(
          [](const std::string& text) {
            return nhs::parse_duration(text)
                       ? std::string{}
                       : text + " is no duration of at most 100 years; write 90s, 5m or 2h";
          },
          ""));
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked_for_help) {
    return app.exit(asked_for_help);
  } catch (const CLI::ParseError& mistake) {
    nhs::put_message(fmt::format("nhsvaluesd: {}; see nhsvaluesd --help\n", nhs::shown_text(mistake.what())));
    return status_of(ExitStatus::usage);
  }
  if (app.count("--patience") > 0 && !options.once) {
    nhs::put_message(
        "nhsvaluesd: --patience goes with --once: without it the daemon waits as long as sources ask it "
        "to; see nhsvaluesd --help\n");
    return status_of(ExitStatus::usage);
  }
  options.patience = nhs::parse_duration(patience).value();
  nhs::daemon::start_logging();
  const auto ended = nhs::daemon::run(options);
  if (ended) return status_of(*ended);
  nhs::put_message(fmt::format("{}{}\n",
                               ended.error().status == ExitStatus::configuration ? "" : "nhsvaluesd: ",
                               nhs::shown_text(ended.error().message, nhs::Lines::kept)));
  return status_of(ended.error().status);
}

/// Either the machine had no more to give, or a promise within the program is broken.
int ended_by(const std::optional<nhs::Error>& shortage, const std::exception& thrown) {
  if (shortage) {
    nhs::put_message(fmt::format("nhsvaluesd: {}\n", shortage->message));
    return status_of(shortage->status);
  }
  nhs::put_message(
      fmt::format("nhsvaluesd: an error in the program itself: {}; please report it\n", thrown.what()));
  return status_of(ExitStatus::internal);
}

}  // namespace

int main(int argc, char** argv) {
  nhs::daemon::hold_back_reloads();
  nhs::hold_standard_streams();
  nhs::refuse_writes_beyond_limit();
  // A log whose reader went away, or a server that hangs up (curl is told to leave signals alone), is an
  // error to what writes there, and no end of the daemon.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return run(argc, argv);
  } catch (const boost::system::system_error& refused) {
    return ended_by(nhs::shortage(refused.code()), refused);
  } catch (const std::exception& broken) {
    return ended_by(nhs::shortage(broken), broken);
  }
}
