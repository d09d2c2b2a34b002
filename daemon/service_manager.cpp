#include "daemon/service_manager.h"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include <atomic>
#include <cstdlib>

#include "core/shown_text.h"

namespace nhs::daemon {
namespace {

std::atomic<bool> awaited{true};

}  // namespace

// A line of its own would be a word to systemd, MAINPID=1 for instance.
void tell_ready(const std::string& status) {
  awaited = false;
  sd_notify(0, ("READY=1\nSTATUS=" + shown_text(status)).c_str());
}
void tell_status(const std::string& status) { sd_notify(0, ("STATUS=" + shown_text(status)).c_str()); }
void tell_reloading() {
  awaited = true;
  sd_notify(0, "RELOADING=1\nSTATUS=reading the configuration again");
}
bool is_awaited() { return awaited; }
void tell_stopping() {
  awaited = false;
  sd_notify(0, "STOPPING=1\nSTATUS=finishing the batch in hand");
}

void tell_alive() { sd_notify(0, "WATCHDOG=1"); }
void tell_alive(const std::string& status) {
  sd_notify(0, ("WATCHDOG=1\nSTATUS=" + shown_text(status)).c_str());
}

void tell_watchdog_time(std::chrono::microseconds time) {
  sd_notify(0, fmt::format("WATCHDOG_USEC={}", time.count()).c_str());
}

void tell_more_time(std::chrono::microseconds time, const std::string& status) {
  sd_notify(0, fmt::format("EXTEND_TIMEOUT_USEC={}\nSTATUS={}", time.count(), shown_text(status)).c_str());
}

bool is_heard() {
  const char* socket = std::getenv("NOTIFY_SOCKET");
  return socket != nullptr && *socket != '\0';
}

std::optional<std::chrono::microseconds> watchdog_time() {
  std::uint64_t time = 0;
  if (sd_watchdog_enabled(0, &time) <= 0) return std::nullopt;
  return std::chrono::microseconds{time};
}

}  // namespace nhs::daemon
