#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/act.h"
#include "store/alert.h"
#include "store/database.h"

namespace nhs::store {

/// What alerts keep: where each rule stands, what was told, and what is on its way (docs/schema.md). Writing
/// needs the caller's transaction; all throw SQLite::Exception.

/// By rule and subject.
std::vector<AlertStanding> read_standings(Database& database);

/// Puts a message into the outbox under a key of its own, for these targets; its id.
std::int64_t write_message(Database& database, const AlertMessage& message,
                           const std::vector<std::string>& targets);

/// Writes all of it, and a line in the outbox for each message and target. Messages that are older than 90
/// days and on their way to nobody are forgotten.
void write_alerts(Database& database, const AlertChanges& changes, UtcTime now);

/// Leaves nothing of a post that is erased: messages about it alone go, delivered or not, and others list it
/// no more. A digest that names it keeps its name alone: its words go, and it waits for nobody.
void forget_in_alerts(Database& database, std::int64_t post);

/// A marked message to each target, and in the audit that somebody sent it; its id.
std::int64_t write_test_alert(Database& database, AlertMessage message,
                              const std::vector<std::string>& targets, const Act& act);

/// In a backup that is restored: what waits in it was delivered since, or is out of date, and is given up;
/// what still holds is told anew. Which posts were told of stays known.
void begin_alerts_anew(Database& database);

/// What fires under these rules and was told to no target, for there was none then, is told anew at the next
/// look: whoever sets up a target once posts are collected is not to hear of them a day later.
void tell_anew_where_nobody_was_told(Database& database, const std::vector<std::string>& rules);

/// Of each target what is to be tried first by now, oldest first: the backlog of one keeps none from another.
/// What waits for longer than any try does was planned while the clock was ahead, and is tried too.
std::vector<AlertDelivery> read_due_deliveries(Database& database, UtcTime now,
                                               std::optional<std::int64_t> only);

/// What came of a try.
void write_delivery(Database& database, std::int64_t alert, const std::string& target,
                    const DeliveryNote& note);

/// Gives up what is on its way to targets that there are no more.
std::int64_t give_up_other_targets(Database& database, const std::vector<std::string>& targets);

/// A message by its id; nothing where it is not kept any more.
std::optional<KeptAlert> read_alert(Database& database, std::int64_t id);

/// Where the rules stand, and the last messages.
KeptAlerts read_alerts(Database& database, std::int64_t limit);

/// Posts about a group that count, are above the mark and were published since the moment.
NewAboutGroup read_new_about_group(Database& database, Group group, std::int64_t mark, UtcTime since);

}  // namespace nhs::store
