// Lets time pass as a file says (NHS_TIME_FILE, shared with the script that moves it): faster, from another
// day, or with jumps of the wall clock. Both clocks, sleeps, timers and timeouts go by it; processor time
// does not.
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <ctime>

#include "tests/faults/shim.h"

namespace {

using nhs::shim::original;

constexpr std::int64_t kSecond = 1'000'000'000;

/// tests/faults/timeline.py writes it.
struct Timeline {
  std::atomic<std::uint64_t> version;  ///< odd while it is written
  std::int64_t since;                  ///< on the machine's monotonic clock, ns
  std::int64_t steady;                 ///< what the steady clock shows then
  std::int64_t wall;                   ///< what the wall clock shows then
  double factor;                       ///< how much faster time passes
};

const Timeline* timeline() {
  static const Timeline* const mapped = []() -> const Timeline* {
    const char* file = std::getenv("NHS_TIME_FILE");
    const int descriptor = file == nullptr ? -1 : ::open(file, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return nullptr;
    void* const memory = ::mmap(nullptr, sizeof(Timeline), PROT_READ, MAP_SHARED, descriptor, 0);
    ::close(descriptor);
    return memory == MAP_FAILED ? nullptr : static_cast<const Timeline*>(memory);
  }();
  return mapped;
}

std::int64_t machine_now() {
  timespec now{};
  ::syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
  return now.tv_sec * kSecond + now.tv_nsec;
}

struct Moment {
  std::int64_t steady;
  std::int64_t wall;
  double factor;
};

Moment moment() {
  const Timeline& line = *timeline();
  for (;;) {
    const std::uint64_t before = line.version.load(std::memory_order_acquire);
    const double passed = static_cast<double>(machine_now() - line.since) * line.factor;
    const Moment found{line.steady + static_cast<std::int64_t>(passed),
                       line.wall + static_cast<std::int64_t>(passed), line.factor};
    std::atomic_thread_fence(std::memory_order_acquire);
    if (before % 2 == 0 && line.version.load(std::memory_order_relaxed) == before) return found;
  }
}

timespec parts_of(std::int64_t nanoseconds) { return {nanoseconds / kSecond, nanoseconds % kSecond}; }

/// How long that is on the machine's clock; never nothing where it was something.
timespec shortened(const timespec& wanted) {
  const auto whole = static_cast<double>(wanted.tv_sec * kSecond + wanted.tv_nsec);
  const auto less = static_cast<std::int64_t>(whole / moment().factor);
  return parts_of(less == 0 && whole > 0 ? 1 : less);
}

int shortened_ms(int wanted) {
  if (wanted <= 0) return wanted;
  const int less = static_cast<int>(wanted / moment().factor);
  return less == 0 ? 1 : less;
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
  static const auto next = original<int (*)(clockid_t, timespec*)>("clock_gettime");
  const bool is_wall = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
  const bool is_steady = clock == CLOCK_MONOTONIC || clock == CLOCK_MONOTONIC_COARSE ||
                         clock == CLOCK_MONOTONIC_RAW || clock == CLOCK_BOOTTIME;
  if (timeline() == nullptr || (!is_wall && !is_steady)) return next(clock, time);
  const Moment now = moment();
  *time = parts_of(is_wall ? now.wall : now.steady);
  return 0;
}

int gettimeofday(timeval* time, void*) noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  *time = {now.tv_sec, now.tv_nsec / 1000};
  return 0;
}

time_t time(time_t* seconds) noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  if (seconds != nullptr) *seconds = now.tv_sec;
  return now.tv_sec;
}

int nanosleep(const timespec* wanted, timespec* left) {
  static const auto next = original<int (*)(const timespec*, timespec*)>("nanosleep");
  if (timeline() == nullptr) return next(wanted, left);
  const timespec less = shortened(*wanted);
  return next(&less, left);
}

int clock_nanosleep(clockid_t clock, int flags, const timespec* wanted, timespec* left) {
  static const auto next = original<int (*)(clockid_t, int, const timespec*, timespec*)>("clock_nanosleep");
  if (timeline() == nullptr || (flags & TIMER_ABSTIME) != 0) return next(clock, flags, wanted, left);
  const timespec less = shortened(*wanted);
  return next(clock, flags, &less, left);
}

int usleep(useconds_t wanted) {
  const timespec parts = parts_of(static_cast<std::int64_t>(wanted) * 1000);
  return nanosleep(&parts, nullptr);
}

int timerfd_settime(int descriptor, int flags, const itimerspec* wanted, itimerspec* before) noexcept {
  static const auto next = original<int (*)(int, int, const itimerspec*, itimerspec*)>("timerfd_settime");
  if (timeline() == nullptr || (flags & TFD_TIMER_ABSTIME) != 0)
    return next(descriptor, flags, wanted, before);
  const itimerspec less{shortened(wanted->it_interval), shortened(wanted->it_value)};
  return next(descriptor, flags, &less, before);
}

int epoll_wait(int descriptor, epoll_event* events, int most, int timeout) {
  static const auto next = original<int (*)(int, epoll_event*, int, int)>("epoll_wait");
  return next(descriptor, events, most, timeline() == nullptr ? timeout : shortened_ms(timeout));
}

int poll(pollfd* watched, nfds_t count, int timeout) {
  static const auto next = original<int (*)(pollfd*, nfds_t, int)>("poll");
  return next(watched, count, timeline() == nullptr ? timeout : shortened_ms(timeout));
}

}  // extern "C"
