#include "daemon/long_work.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "core/time.h"
#include "daemon/service_manager.h"

namespace nhs::daemon {
namespace {

/// Of which each beat renews the whole: a few may be late on a busy machine.
constexpr int kBeatsGranted = 9;
constexpr std::chrono::hours kWatchdogMeanwhile{1};

std::chrono::microseconds of(const timeval& time) {
  return std::chrono::seconds{time.tv_sec} + std::chrono::microseconds{time.tv_usec};
}

/// The loop may have fed the watchdog last half its time ago.
std::chrono::milliseconds beat_within(std::chrono::milliseconds beat,
                                      std::optional<std::chrono::microseconds> watchdog) {
  if (!watchdog) return beat;
  return std::clamp(std::chrono::duration_cast<std::chrono::milliseconds>(*watchdog / 4),
                    std::chrono::milliseconds{1}, beat);
}

/// Signals are the loop's: none is to be delivered to the thread that is begun here.
std::thread without_signals(std::function<void()> run) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread thread{std::move(run)};
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return thread;
}

}  // namespace

Effort Effort::so_far() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return {of(usage.ru_utime) + of(usage.ru_stime), usage.ru_inblock + usage.ru_oublock};
}

bool got_on(const Effort& before, const Effort& after, std::chrono::microseconds between) {
  return after.blocks != before.blocks || after.computing - before.computing >= between / 100;
}

LongWork::LongWork(std::string what, std::chrono::milliseconds beat)
    : LongWork(std::move(what), beat, watchdog_time()) {}

LongWork::LongWork(std::string what, std::chrono::milliseconds beat,
                   std::optional<std::chrono::microseconds> watchdog)
    : what_(std::move(what)), beat_(beat_within(beat, watchdog)), watchdog_(watchdog) {
  if (!is_heard()) return;
  asking_ = without_signals([this] { ask_for_time(); });
}

LongWork::~LongWork() {
  if (!asking_.joinable()) return;
  {
    const std::lock_guard lock{mutex_};
    over_ = true;
  }
  ended_.notify_all();
  asking_.join();
  if (watchdog_waits_) tell_watchdog_time(*watchdog_);
}

void LongWork::ask_for_time() {
  const auto began = std::chrono::steady_clock::now();
  Effort before = Effort::so_far();
  std::unique_lock lock{mutex_};
  while (!ended_.wait_for(lock, beat_, [this] { return over_; })) {
    // Not for what is over in a moment: that is begun often, and must not feed the watchdog instead of the
    // loop.
    if (watchdog_ && !std::exchange(watchdog_waits_, true)) tell_watchdog_time(kWatchdogMeanwhile);
    const Effort now = Effort::so_far();
    if (!got_on(std::exchange(before, now), now, beat_)) continue;
    const auto so_far =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - began);
    const std::string status = fmt::format("{}, for {} so far", what_, format_duration(so_far));
    if (is_awaited())
      tell_more_time(beat_ * kBeatsGranted, status);
    else
      tell_alive(status);
  }
}

}  // namespace nhs::daemon
