#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace nhs::daemon {

/// Computing and disk work of this process so far (getrusage(2)).
struct Effort {
  std::chrono::microseconds computing{0};
  long blocks = 0;  ///< read from a disk and written to it

  static Effort so_far();
};

/// Whether a process got on between two moments, or merely waits: it computed for a hundredth of the time, or
/// its disk did something. Pure.
bool got_on(const Effort& before, const Effort& after, std::chrono::microseconds between);

/// While it lives, the thread that made it does something that may take long, and the loop does not turn: a
/// migration, a change of rules, a file written anew. From the tenth second on the watchdog, which the loop
/// does not feed meanwhile, waits for an hour at most; and every ten seconds, for as long as the process gets
/// on, systemd is told so: that starting or reloading takes longer, else that the process is alive. Who stops
/// it meanwhile waits no longer for that. Without systemd it does nothing.
class LongWork {
 public:
  /// what: for `systemctl status`, such as "bringing the database up to date".
  explicit LongWork(std::string what, std::chrono::milliseconds beat = std::chrono::seconds{10});
  ~LongWork();
  LongWork(const LongWork&) = delete;
  LongWork& operator=(const LongWork&) = delete;

 private:
  LongWork(std::string what, std::chrono::milliseconds beat,
           std::optional<std::chrono::microseconds> watchdog);
  void ask_for_time();

  const std::string what_;
  const std::chrono::milliseconds beat_;  ///< several times within the watchdog's time
  const std::optional<std::chrono::microseconds> watchdog_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool over_ = false;
  bool watchdog_waits_ = false;  ///< for longer than it is set up to
  /// It speaks to systemd alone. Beside it and the daemon's own there are those that hand over mail, and
  /// libcurl's that look up names (docs/adr/0002-one-thread.md).
  std::thread asking_;
};

}  // namespace nhs::daemon
