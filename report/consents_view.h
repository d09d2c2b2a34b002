#pragma once

#include <string>
#include <vector>

#include "report/terminal.h"
#include "store/consent.h"

namespace nhs::report {

/// "a public output may print it word for word", or why none may.
std::string_view consent_state_in_words(store::ConsentState state);

std::string consents_table(const std::vector<store::ConsentRecord>& consents, const TimeZone& zone,
                           const Terminal& terminal);
/// The shape `nhsvalues.consent/1`.
std::string consents_json(const std::vector<store::ConsentRecord>& consents);
std::string consents_csv(const std::vector<store::ConsentRecord>& consents);

}  // namespace nhs::report
