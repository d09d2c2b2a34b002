#pragma once

#include <string>

#include "config/alerts.h"
#include "store/alert.h"

namespace nhs::notify {

/// A message as mail, in UTF-8 with CRLF: plain text, and of a digest the same once more as HTML. Its
/// Message-ID is made of the message's key, so that one that arrives twice is known; `Auto-Submitted` keeps
/// it from being answered by machines (RFC 3834). Whatever stands in the message, it adds no header and ends
/// no line of them. Pure.
std::string mail_text(const config::NotifyTarget& target, const store::AlertMessage& message, UtcTime now);

/// `Thu, 26 Nov 2026 09:30:00 +0000` (RFC 5322, 3.3).
std::string mail_date(UtcTime moment);

/// A header's words: as they are where they are ASCII and short, else in encoded words (RFC 2047), a line
/// each.
std::string header_words(std::string_view text);

/// Quoted-printable (RFC 2045, 6.7), with CRLF.
std::string quoted_printable(std::string_view text);

}  // namespace nhs::notify
