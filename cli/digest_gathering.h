#pragma once

#include <string>

#include "cli/context.h"
#include "report/digest/digest.h"

namespace nhs::cli {

/// The time that a digest is on: for an empty text yesterday, or the last week that is over; else a day, or a
/// week, as parse_report_period knows them. Fails with usage (64) for any other time.
Result<Period> parse_digest_period(report::DigestKind kind, const std::string& text, LocalDay today);

/// Asks the store for all that a digest is written from.
Result<report::Digest> gather_digest(const Context& context, const ReadingSession& session,
                                     report::DigestKind kind, const Period& period);

}  // namespace nhs::cli
