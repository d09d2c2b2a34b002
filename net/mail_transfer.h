#pragma once

#include <atomic>
#include <string>

#include "net/mailer.h"

namespace nhs::net {

/// Hands one message to a server; returns when that has answered, or soon after `stop` is set. Thread-safe.
MailResult deliver_mail(const MailServer& server, const Mail& mail, const std::string& password,
                        const std::atomic<bool>& stop);

}  // namespace nhs::net
