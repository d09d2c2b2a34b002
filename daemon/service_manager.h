#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace nhs::daemon {

/// What systemd is told (sd_notify(3)); without systemd these do nothing. Thread-safe.
void tell_ready(const std::string& status);
/// Whether systemd waits for that, because this process starts or reads its configuration again.
bool is_awaited();
/// What `systemctl status` shows.
void tell_status(const std::string& status);
void tell_reloading();
void tell_stopping();

/// That this process is well, for the watchdog.
void tell_alive();
/// The same, and what it does.
void tell_alive(const std::string& status);
/// Another time within which that has to be told from now on.
void tell_watchdog_time(std::chrono::microseconds time);
/// That starting, or reloading, takes so much longer from now on, for this. To be told at no other time: it
/// would put off the end of a process that is being stopped, too.
void tell_more_time(std::chrono::microseconds time, const std::string& status);

/// Whether there is a systemd to tell.
bool is_heard();

/// Within which time systemd wants to hear that this process is well (WatchdogSec=); nothing when it does
/// not.
std::optional<std::chrono::microseconds> watchdog_time();

}  // namespace nhs::daemon
