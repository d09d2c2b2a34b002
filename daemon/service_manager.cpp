#include "daemon/service_manager.h"

#include <systemd/sd-daemon.h>

#include "core/shown_text.h"

namespace nhs::daemon {

// A line of its own would be a word to systemd, MAINPID=1 for instance.
void tell_ready(const std::string& status) {
  sd_notify(0, ("READY=1\nSTATUS=" + shown_text(status)).c_str());
}
void tell_status(const std::string& status) { sd_notify(0, ("STATUS=" + shown_text(status)).c_str()); }
void tell_reloading() { sd_notify(0, "RELOADING=1\nSTATUS=reading the configuration again"); }
void tell_stopping() { sd_notify(0, "STOPPING=1\nSTATUS=finishing the batch in hand"); }

}  // namespace nhs::daemon
