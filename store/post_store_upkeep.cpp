#include "store/post_store_impl.h"

#include <limits>

#include "store/erasure.h"
#include "store/purge.h"
#include "store/reclassification.h"
#include "store/retention_state.h"
#include "store/rollups.h"
#include "store/search.h"

// PostStore as upkeep needs it: what is judged anew, purged, erased for good, and counted afresh.

namespace nhs::store {

Result<std::int64_t> PostStore::left_to_reclassify(const std::string& model) {
  return attempt(impl_->file,
                 [&]() -> Result<std::int64_t> { return store::left_to_reclassify(impl_->database, model); });
}

Result<ReclassifyStep> PostStore::reclassify_next(const std::string& model, const JudgeAnew& judge,
                                                  std::int64_t limit) {
  auto way = attempt(impl_->file, [&] { return impl_->make_way(); });
  if (!way) return tl::unexpected(way.error());
  return impl_->change([&](Database& database) -> Result<ReclassifyStep> {
    return store::reclassify_next(database, impl_->names, model, judge, limit);
  });
}

Result<PurgeStep> PostStore::purge_next(const RetentionRules& rules, const Act& act, std::int64_t limit) {
  auto way = attempt(impl_->file, [&] { return impl_->make_way(); });
  if (!way) return tl::unexpected(way.error());
  const auto purged = impl_->change([&](Database& database) -> Result<std::int64_t> {
    return purge_due(database, impl_->zone, rules, act, limit);
  });
  if (!purged) return tl::unexpected(purged.error());
  if (*purged > 0) {
    // Numbers of tags may be void now.
    impl_->names.forget();
    impl_->purge_traces.begin_anew();
    return PurgeStep{.posts = *purged};
  }
  return attempt(impl_->file, [&] { return Result<PurgeStep>{impl_->purge_traces.remove_next(act.at)}; });
}

Result<RetentionState> PostStore::retention_state(const RetentionRules& rules, UtcTime now) {
  return impl_->change([&](Database& database) -> Result<RetentionState> {
    // Before: what is noted for the first time is no ground for doubt, and what was noted is one.
    note_whether_held(database, now);
    note_rules_known(database, now);
    return read_retention_state(database, impl_->file, rules, now);
  });
}

Result<Erasing> PostStore::finish_erasing(bool however_large) {
  return attempt(impl_->file, [&]() -> Result<Erasing> {
    if (auto in_place = impl_->check_in_place(); !in_place) return tl::unexpected(in_place.error());
    const std::int64_t largest =
        however_large ? std::numeric_limits<std::int64_t>::max() : kWrittenAnewByItself;
    const UtcTime now = however_large ? UtcTime::max() : SystemClock{}.now();
    return store::finish_erasing(impl_->database, impl_->file, impl_->log, largest, now);
  });
}

Result<bool> PostStore::rollups_hold() {
  return attempt(impl_->file, [&]() -> Result<bool> {
    // One snapshot for all its questions.
    SQLite::Transaction transaction(impl_->database.connection());
    return rollup_holds(impl_->database);
  });
}

Result<bool> PostStore::search_holds() {
  return attempt(impl_->file, [&]() -> Result<bool> {
    // One snapshot for all its questions, of which one is put as a statement that writes.
    SQLite::Transaction transaction(impl_->database.connection(), SQLite::TransactionBehavior::IMMEDIATE);
    return store::search_holds(impl_->database);
  });
}

}  // namespace nhs::store
