#pragma once

#include "cli/context.h"
#include "store/post_store.h"
#include "store/writer_lock.h"

namespace nhs::cli {

/// The right to write, and the database, for what takes in no posts: that needs no key.
struct KeylessSession {
  store::WriterLock lock;
  store::PostStore store;
};

/// who: as it is named to the next one who wants to write. Fails with no_input (66) where there is no
/// database, and as WriterLock and PostStore do.
Result<KeylessSession> begin_without_key(const Context& context, const char* who);

}  // namespace nhs::cli
