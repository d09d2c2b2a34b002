#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "report/terminal.h"
#include "store/audit_record.h"

namespace nhs::report {

/// The command that does what the audit calls so, as people type it: `sources disable`. Of an action that
/// this version does not know, its id in words.
std::string command_of(std::string_view action);

/// What the audit calls that which a command does: of `sources`, of `sources disable`, or an action's own id.
/// Empty when no command of ours is called so.
std::vector<std::string> actions_of(std::string_view command);

/// The commands that actions_of knows by their first word, each once, for messages.
std::vector<std::string> audited_commands();

/// What people did, newest first, a line each.
std::string audit_table(const std::vector<store::AuditRecord>& records, const TimeZone& zone,
                        const Terminal& terminal);
std::string audit_json(const std::vector<store::AuditRecord>& records);
std::string audit_ndjson(const std::vector<store::AuditRecord>& records);
/// With a head; moments in UTC.
std::string audit_csv(const std::vector<store::AuditRecord>& records);

}  // namespace nhs::report
