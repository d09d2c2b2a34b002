#include "store/post_store_impl.h"

#include <utility>

#include "store/concern_history.h"
#include "store/fetch_log.h"
#include "store/ignore_history.h"
#include "store/ignore_judge.h"
#include "store/masking.h"
#include "store/post_writer.h"
#include "store/quarantine.h"
#include "store/reclassification.h"
#include "store/rollups.h"
#include "store/search.h"
#include "store/source_servers.h"
#include "store/source_states.h"
#include "store/transaction.h"

// PostStore as whoever collects needs it: what is saved, by which rules, and what is asked for next.

namespace nhs::store {
namespace {

/// Small enough to be written in milliseconds.
constexpr std::int64_t kPostsSettledAtOnce = 1000;

}  // namespace

Result<SaveReport> PostStore::save(const Batch& batch) {
  auto saved = attempt(impl_->file, [&]() -> Result<SaveReport> {
    if (auto way = impl_->make_way(); !way) return tl::unexpected(way.error());
    SaveReport report;
    SQLite::Transaction transaction(impl_->database.connection(), SQLite::TransactionBehavior::IMMEDIATE);
    own_up_to_other_ignore_rules(impl_->database, impl_->ignore_rules);
    own_up_to_other_models(impl_->database, batch);
    PostWriter writer(impl_->database, impl_->names, impl_->zone, impl_->ignore_rules, impl_->concern_rules,
                      batch);
    report.outcomes.reserve(batch.posts.size());
    for (const ClassifiedPost& post : batch.posts) report.outcomes.push_back(writer.write(post));
    for (const PostKeys& keys : batch.withdrawn) report.withdrawn += writer.rights().withdraw(keys);
    for (const RecheckRuling& each : batch.rechecks)
      if (each.removed) report.removed += writer.rights().remove(each);
    writer.note_rechecks();
    writer.finish();
    own_up_to_other_concern_rules(impl_->database, impl_->concern_rules, writer.texts_written());
    report.set_aside = writer.set_aside();
    report.forgotten = writer.rights().forgotten();
    // Of an import its own words tell.
    if (batch.state && report.forgotten > 0)
      write_refused(impl_->database, impl_->names, batch.source, report.forgotten, batch.now);
    add_masked(impl_->database, impl_->zone.day_of(batch.now), writer.masked());
    writer.rollup_changes().write(impl_->database);
    writer.search_changes().write(impl_->database);
    if (batch.state) write_source_state(impl_->database, impl_->names, *batch.state);
    if (batch.gap) write_gap(impl_->database, impl_->names, *batch.gap);
    write_fetches(impl_->database, impl_->names, batch.source, batch.fetches, batch.now);
    write_unreadable(impl_->database, impl_->names, batch.source, batch.unreadable, batch.now);
    transaction.commit();
    return report;
  });
  impl_->failed = !saved;
  if (!saved) {
    impl_->names.forget();
    saved.error().message += "; nothing of this batch was stored";
  }
  return saved;
}

Result<void> PostStore::check_in_place() {
  return attempt(impl_->file, [&] { return impl_->check_in_place(); });
}

FileName PostStore::file_name() { return impl_->database.file_name(); }

Result<void> PostStore::ready_to_save() {
  return attempt(impl_->file, [&]() -> Result<void> {
    if (auto way = impl_->make_way(); !way) return way;
    if (!impl_->failed) return {};
    // Whatever stood in the way, only a write tells whether it still does.
    SQLite::Transaction transaction(impl_->database.connection(), SQLite::TransactionBehavior::IMMEDIATE);
    impl_->database.run("UPDATE meta SET value = value WHERE key = 'timezone'");
    transaction.commit();
    impl_->failed = false;
    return {};
  });
}

Result<IgnoreChanges> PostStore::apply_ignore_rules(IgnoreRules rules, UtcTime now, RulesFrom from) {
  auto applied = attempt(impl_->file, [&]() -> Result<IgnoreChanges> {
    IgnoreChanges changes;
    Database& database = impl_->database;
    if (auto agreed = agree_on_ignore_rules(database, impl_->file, rules, from == RulesFrom::daemon); !agreed)
      return tl::unexpected(agreed.error());
    if (all_in_line_with(database, rules)) return changes;
    std::optional<std::int64_t> post = settled_to(database, rules);
    while (post) {
      if (auto in_place = impl_->check_in_place(); !in_place) return tl::unexpected(in_place.error());
      if (auto way = impl_->log.make_way(); !way) return tl::unexpected(way.error());
      SQLite::Transaction transaction(database.connection(), SQLite::TransactionBehavior::IMMEDIATE);
      RollupChanges rollup;
      IgnoreJudge judge(database, impl_->names, rules, now, rollup);
      post = judge.settle_after(*post, kPostsSettledAtOnce, changes.set_aside, changes.restored);
      rollup.write(database);
      note_settled_to(database, rules, post);
      transaction.commit();
    }
    return changes;
  });
  if (applied)
    impl_->ignore_rules = std::move(rules);
  else
    impl_->names.forget();
  return applied;
}

Result<bool> PostStore::begin_concern_rules(ConcernRules rules, RulesFrom from) {
  const auto left = attempt(impl_->file, [&]() -> Result<bool> {
    if (auto in_place = impl_->check_in_place(); !in_place) return tl::unexpected(in_place.error());
    bool more = false;
    in_transaction(impl_->database, [&] {
      more = agree_on_concern_rules(impl_->database, rules, from == RulesFrom::daemon) &&
             begin_holding_history(impl_->database, rules);
    });
    return more;
  });
  if (left) impl_->concern_rules = std::move(rules);
  return left;
}

Result<ConcernStep> PostStore::hold_next_against_concern_rules(UtcTime now, std::int64_t limit) {
  return attempt(impl_->file, [&]() -> Result<ConcernStep> {
    ConcernStep step;
    if (auto in_place = impl_->check_in_place(); !in_place) return tl::unexpected(in_place.error());
    if (auto way = impl_->log.make_way(); !way) return tl::unexpected(way.error());
    in_transaction(impl_->database, [&] {
      step.more = hold_history_against(impl_->database, impl_->concern_rules, now, limit, step.changes);
    });
    return step;
  });
}

Result<ConcernChanges> PostStore::apply_concern_rules(ConcernRules rules, UtcTime now, RulesFrom from) {
  const auto left = begin_concern_rules(std::move(rules), from);
  if (!left) return tl::unexpected(left.error());
  ConcernChanges changes;
  for (bool more = *left; more;) {
    const auto step = hold_next_against_concern_rules(now, kPostsSettledAtOnce);
    if (!step) return tl::unexpected(step.error());
    changes.raised += step->changes.raised;
    changes.dropped += step->changes.dropped;
    more = step->more;
  }
  return changes;
}

Result<std::int64_t> PostStore::spent_since(const std::string& source, UtcTime moment) {
  return attempt(impl_->file,
                 [&]() -> Result<std::int64_t> { return read_spent_since(impl_->database, source, moment); });
}

Result<std::int64_t> PostStore::spent_on_rechecks_since(const std::string& source, UtcTime moment) {
  return attempt(impl_->file, [&]() -> Result<std::int64_t> {
    return read_spent_on_rechecks_since(impl_->database, source, moment);
  });
}

Result<std::int64_t> PostStore::rechecks_before(const std::string& source, UtcTime now, UtcTime until,
                                                std::chrono::seconds every) {
  return attempt(impl_->file, [&]() -> Result<std::int64_t> {
    return count_rechecks_before(impl_->database, source, now, until, every);
  });
}

Result<bool> PostStore::bind_source(const std::string& source, const std::string& server) {
  const auto before = attempt(impl_->file, [&]() -> Result<std::optional<std::string>> {
    return read_server(impl_->database, source);
  });
  if (!before) return tl::unexpected(before.error());
  if (*before == server) return false;
  const auto bound = impl_->change([&](Database& database) -> Result<bool> {
    return store::bind_source(database, impl_->names, source, server);
  });
  // Where nothing is to begin anew, as on a full disk after an update, the next start can note it.
  if (!bound && !*before) return false;
  return bound;
}

Result<void> PostStore::forget_unbound_servers() {
  return impl_->change([&](Database& database) -> Result<void> {
    store::forget_unbound_servers(database);
    return {};
  });
}

Result<void> PostStore::set_rechecked_sources(const std::vector<RecheckedSource>& sources, UtcTime now) {
  return impl_->change([&](Database& database) -> Result<void> {
    store::set_rechecked_sources(database, impl_->names, sources, now);
    return {};
  });
}

Result<DueRechecks> PostStore::due_rechecks(const std::string& source, UtcTime now, std::int64_t limit,
                                            bool with_witness) {
  return attempt(impl_->file, [&]() -> Result<DueRechecks> {
    return read_due_rechecks(impl_->database, source, now, limit, with_witness);
  });
}

Result<std::optional<SourceState>> PostStore::source_state(const std::string& source,
                                                           const std::string& topic) {
  return attempt(impl_->file, [&]() -> Result<std::optional<SourceState>> {
    return read_source_state(impl_->database, source, topic);
  });
}

Result<std::optional<Sealed>> PostStore::newest_local_id_before(const std::string& source, UtcTime moment) {
  return attempt(impl_->file, [&]() -> Result<std::optional<Sealed>> {
    return impl_->database.text(
        "SELECT local_id FROM sighting WHERE source_id = (SELECT id FROM source WHERE name = ?) "
        "AND created_at < ? AND local_id IS NOT NULL ORDER BY created_at DESC, post_id DESC LIMIT 1",
        source, moment);
  });
}

}  // namespace nhs::store
