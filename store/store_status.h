#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/masked.h"
#include "core/source_state.h"
#include "store/audit_record.h"
#include "store/spending.h"

namespace nhs::store {

/// A source that somebody switched off: it is not asked until it is switched on again.
struct DisabledSource {
  std::string source;
  UtcTime since;
  std::string person;  ///< who did it (act.h)
};

/// How far a source has come with asking for its stored posts again (store/rechecks.h).
struct RecheckStanding {
  std::string source;
  std::int64_t posts = 0;              ///< that it is asked for again now and then
  std::int64_t due = 0;                ///< of these, now
  std::optional<UtcTime> due_since;    ///< the longest overdue of them; nothing when none is due
  std::optional<UtcTime> answered_at;  ///< the last answer
  std::int64_t called_gone = 0;        ///< called gone once, and not yet believed
};

struct StoreStatus {
  std::int64_t posts = 0;
  std::int64_t unclassified = 0;
  std::int64_t undated = 0;
  std::int64_t labelled = 0;   ///< with labels of people that hold
  std::int64_t set_aside = 0;  ///< by ignore rules or objections, dated or not; in none of these counts
  std::int64_t posts_today = 0;
  std::int64_t posts_last_7_days = 0;
  std::optional<UtcTime> newest_post_at;
  std::vector<SourceState> sources;       ///< cursors left out
  std::vector<DisabledSource> disabled;   ///< by name
  std::vector<SourceSpending> spending;   ///< of the sources asked for
  std::vector<RecheckStanding> rechecks;  ///< of the sources that can be asked for posts again, by name
  std::int64_t removed = 0;               ///< posts in the ledger: removed here because their network had
  std::vector<Gap> gaps;                  ///< as far as they lie in the last 30 days
  std::string model;  ///< that history is moved to, else that judged the last post; empty without posts
  std::int64_t of_other_models = 0;  ///< counting posts that another version judged
  std::string timezone;
  int schema_version = 0;
  std::int64_t database_bytes = 0;            ///< with its write-ahead log
  std::vector<AuditRecord> audit;             ///< the last five, newest first
  MaskedCounts masked{};                      ///< in texts as they were taken in, since `masked_since`
  std::optional<LocalDay> masked_since = {};  ///< nothing before the first was masked
};

}  // namespace nhs::store
