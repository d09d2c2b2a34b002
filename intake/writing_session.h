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
};

/// Starts one. Database and key are made where neither exists; with a database but no key this fails with
/// configuration (78), for a new key would make everybody in it a stranger.
///
/// who: as it is named to the next one who wants to write.
Result<WritingSession> begin_writing(const config::Config& config, const char* who);

}  // namespace nhs::intake
