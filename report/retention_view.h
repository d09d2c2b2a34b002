#pragma once

#include <string>
#include <vector>

#include "report/terminal.h"
#include "store/retention.h"

namespace nhs::report {

/// How long texts are kept, in a sentence or two.
std::string retention_rules_in_words(const store::RetentionRules& rules);

/// When posts were purged last and will be next, and how many are due. now: of the question.
std::vector<std::string> retention_state_in_words(const store::RetentionState& state, const TimeZone& zone,
                                                  UtcTime now);

/// `the clock may be wrong: it says …`, where RetentionState::is_clock_doubtful.
std::string doubtful_clock_in_words(UtcTime now);

/// Overdue by more than a day, or held off, for the clock may be wrong. Empty while all is well.
std::string overdue_purge_warning(const store::RetentionState& state, UtcTime now);

/// The rules, what is kept of each network, and how it stands.
std::string retention_table(const store::RetentionRules& rules, const store::RetentionOverview& overview,
                            const TimeZone& zone, UtcTime now, const Terminal& terminal);

/// What goes when: by network and month of publication.
std::string due_months_table(const store::RetentionRules& rules, const store::RetentionOverview& overview,
                             const Terminal& terminal);

/// Both, in the shape `nhsvalues.retention/1`.
std::string retention_json(const store::RetentionRules& rules, const store::RetentionOverview& overview);

}  // namespace nhs::report
