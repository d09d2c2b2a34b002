#pragma once

#include "config/config.h"
#include "core/result.h"
#include "intake/intake.h"
#include "store/post_store.h"
#include "store/writer_lock.h"

namespace nhs::intake {

/// What a process needs that writes posts: the sole right to write, the key with the model, the open
/// database.
struct WritingSession {
  store::WriterLock lock;
  Intake intake;
  store::PostStore store;
  /// What ignore rules that changed since the last session set aside or gave back.
  store::IgnoreChanges ignored;
  /// Stored posts are left that were not held against the concern rules in force: the daemon does that bit by
  /// bit (PostStore::hold_next_against_concern_rules). For an import it is done.
  bool concerns_left = false;
};

/// Starts one, with the configured ignore rules in force. Database and key are made where neither exists, but
/// nothing without a model to judge by; with a database but no key this fails with configuration (78), for a
/// new key would make everybody in it a stranger, as it does when an import has other ignore rules than the
/// daemon, and when somebody on the forget list is known by an earlier key alone which the key file no longer
/// has.
///
/// who: as it is named to the next one who wants to write.
Result<WritingSession> begin_writing(const config::Config& config, const char* who, store::RulesFrom from);

}  // namespace nhs::intake
