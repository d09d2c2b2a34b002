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

/// While it lives, the thread that made it does something long, and the loop does not turn: a migration, a
/// change of rules, a large file written anew. systemd is told every ten seconds, for as long as the process
/// gets on, that starting or reloading takes longer; and the watchdog, which nobody feeds meanwhile, waits
/// for an hour at most. Without systemd it does nothing.
class LongWork {
 public:
  /// what: for `systemctl status`, such as "bringing the database up to date".
  explicit LongWork(std::string what, std::chrono::milliseconds beat = std::chrono::seconds{10});
  ~LongWork();
  LongWork(const LongWork&) = delete;
  LongWork& operator=(const LongWork&) = delete;

 private:
  void ask_for_time();

  const std::string what_;
  const std::chrono::milliseconds beat_;
  const std::optional<std::chrono::microseconds> watchdog_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool over_ = false;
  /// The only thread beside the daemon's own (docs/adr/0002-one-thread.md): it speaks to systemd alone.
  std::thread asking_;
};

}  // namespace nhs::daemon
