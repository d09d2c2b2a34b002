#pragma once

#include <sys/types.h>

#include <boost/asio/io_context.hpp>
#include <functional>
#include <string>
#include <string_view>

#include "config/config.h"
#include "control/changes.h"
#include "core/result.h"
#include "core/time.h"
#include "daemon/control_socket.h"
#include "intake/writing_session.h"

namespace nhs::daemon {

/// What people ask for over the control socket (docs/control-socket.md), carried out by who owns the store.
/// On the io_context's thread.
class AskedChanges {
 public:
  struct Surroundings {
    boost::asio::io_context& io;
    const config::Config& config;  ///< that in force when something is asked for
    intake::WritingSession& session;
    const Clock& clock;
  };

  /// What is given outlives it.
  ///
  /// follow: is told each change that was asked for, once it is carried out or refused; who asked hears what
  /// it fails with.
  AskedChanges(Surroundings around, std::function<Result<void>(const control::Change&)> follow);

  /// Collecting comes first: without the socket the owner alone can change things, and not before the daemon
  /// ends. So what stands in the way is logged, and no failure.
  void listen();

  /// Nobody is heard any more.
  void stop() { socket_.stop(); }

 private:
  std::string answer(std::string_view line, uid_t user);

  Surroundings around_;
  std::function<Result<void>(const control::Change&)> follow_;
  ControlSocket socket_;
  const std::string database_;  ///< as requests name it
};

}  // namespace nhs::daemon
