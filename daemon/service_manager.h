#pragma once

#include <string>

namespace nhs::daemon {

/// What systemd is told (sd_notify(3)); without systemd these do nothing.
void tell_ready(const std::string& status);
/// What `systemctl status` shows.
void tell_status(const std::string& status);
void tell_reloading();
void tell_stopping();

}  // namespace nhs::daemon
