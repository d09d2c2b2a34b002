#include "store/post_store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

#include "store/alerts.h"
#include "store/audit.h"
#include "store/concerns.h"
#include "store/consents.h"
#include "store/database.h"
#include "store/digests.h"
#include "store/disk_room.h"
#include "store/erasure.h"
#include "store/fetch_log.h"
#include "store/held_accounts.h"
#include "store/ignore_judge.h"
#include "store/kept_copies.h"
#include "store/labels.h"
#include "store/lasting.h"
#include "store/masking.h"
#include "store/meta.h"
#include "store/migrations.h"
#include "store/names.h"
#include "store/people.h"
#include "store/pledges.h"
#include "store/post_writer.h"
#include "store/purge.h"
#include "store/quarantine.h"
#include "store/read_access.h"
#include "store/reclassification.h"
#include "store/rollups.h"
#include "store/samples.h"
#include "store/search.h"
#include "store/source_states.h"
#include "store/source_switches.h"
#include "store/target_file.h"
#include "store/transaction.h"
#include "store/write_ahead_log.h"

namespace nhs::store {

struct PostStore::Impl {
  Impl(std::filesystem::path path, TimeZone time_zone)
      : file(std::move(path)),
        zone(std::move(time_zone)),
        database(file, Access::write),
        names(database),
        log(database, file) {}

  /// Runs `work` on the database in one transaction, of which nothing stays when it fails.
  template <typename Work>
  auto change(Work&& work) -> decltype(work(std::declval<Database&>())) {
    auto done = attempt(file, [&]() -> decltype(work(database)) {
      const Lasting lasting(database);
      SQLite::Transaction transaction(database.connection(), SQLite::TransactionBehavior::IMMEDIATE);
      auto result = work(database);
      if (result) transaction.commit();
      return result;
    });
    if (!done) names.forget();
    return done;
  }

  /// A part of what makes purged posts disappear from the files.
  Result<PurgeStep> remove_traces(UtcTime now) {
    PurgeStep step;
    if (leaves_traces(database)) {
      if (!merged) {
        merged = !merge_search(database, !std::exchange(merging, true));
        return step;
      }
      if (bytes_of(database) > kWrittenAnewByItself) {
        if (give_pages_back(database)) return step;
        step.somebody_reads = !log.empty_out();
      } else {
        if (!std::exchange(erasing, true)) in_transaction(database, [&] { note_erased(database, now); });
        step.somebody_reads =
            store::finish_erasing(database, file, log, kWrittenAnewByItself, now) == Erasing::held_by_reader;
      }
      if (step.somebody_reads) return step;
      step.copies = remove_all_copies(file);
    }
    in_transaction(database, [&] { note_purged(database, now); });
    step.finished = true;
    return step;
  }

  /// Before posts are written: that there is room for them, and for the log.
  Result<void> make_way() {
    if (auto room = check_room(file); !room) return room;
    return log.make_way();
  }

  std::filesystem::path file;
  TimeZone zone;
  Database database;
  Names names;
  WriteAheadLog log;
  IgnoreRules ignore_rules;
  ConcernRules concern_rules;
  /// The last batch could not be written.
  bool failed = false;
  /// How far this connection is with what a purge leaves in the files.
  bool merging = false;
  bool merged = false;
  bool erasing = false;
};

namespace {

using SQLite::TransactionBehavior;

/// In `meta`: the fingerprint of the ignore rules that every stored post is in line with. Not there while
/// posts may be in line with different ones.
const std::string kIgnoreRulesKey = "ignore_rules";

/// In `meta`: the fingerprint of the rules that are being put in force, and the last post that is in line
/// with them. Both there or neither.
const std::string kNextIgnoreRulesKey = "ignore_rules_next";
const std::string kSettledToKey = "ignore_rules_settled_to";

/// In `meta`: the fingerprint of the rules that the daemon brought last. Not there while none ever wrote.
const std::string kDaemonIgnoreRulesKey = "ignore_rules_of_daemon";

/// So large a file is written anew in some seconds.
constexpr std::int64_t kWrittenAnewInAMoment = 512LL * 1024 * 1024;

/// Small enough to be written in milliseconds.
constexpr std::int64_t kPostsSettledAtOnce = 1000;

/// Makes an empty file that the group may read, unless there is a file already.
Result<void> ensure_file(const std::filesystem::path& file) {
  if (auto plain = check_no_links(file); !plain) return plain;
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
  if (descriptor >= 0) {
    // Whatever the umask says: SQLite gives the files beside it the same permissions.
    const int changed = ::fchmod(descriptor, 0640);
    ::close(descriptor);
    if (changed == 0) return {};
  }
  if (errno != EEXIST)
    return fail(
        ExitStatus::cannot_create,
        fmt::format("{}: the database cannot be created: {}; check that its folder is there and that you "
                    "may write to it",
                    file.string(), std::strerror(errno)));
  // SQLite would open it for reading and fail at the first write.
  if (::access(file.c_str(), R_OK | W_OK) != 0)
    return fail(ExitStatus::no_permission,
                fmt::format("{}: you may not write to this database; run this as its owner", file.string()));
  return {};
}

Result<void> agree_on_key(Database& database, const std::filesystem::path& file,
                          const std::string& fingerprint) {
  const auto made_with = read_meta(database, "key_fingerprint");
  if (!made_with) {
    write_meta(database, "key_fingerprint", fingerprint);
    return {};
  }
  if (*made_with == fingerprint) return {};
  return fail(
      ExitStatus::configuration,
      fmt::format("{}: this database was made with the key {}, not with {}; privacy.key_file must name the "
                  "key file that it was made with",
                  file.string(), *made_with, fingerprint));
}

void forget_progress(Database& database) {
  database.run("DELETE FROM meta WHERE key IN (?, ?)", kNextIgnoreRulesKey, kSettledToKey);
}

/// A writer that keeps to other rules than the stored posts are in line with must not pretend they still are.
void own_up_to_other_rules(Database& database, const IgnoreRules& rules) {
  database.run("DELETE FROM meta WHERE key = ? AND value <> ?", kIgnoreRulesKey, rules.fingerprint());
  if (const auto next = read_meta(database, kNextIgnoreRulesKey); next && *next != rules.fingerprint())
    forget_progress(database);
}

/// The last post that is in line with these rules already; 0 for none.
std::int64_t settled_to(Database& database, const IgnoreRules& rules) {
  if (read_meta(database, kNextIgnoreRulesKey) != rules.fingerprint()) return 0;
  return database.integer("SELECT CAST(value AS INTEGER) FROM meta WHERE key = ?", kSettledToKey).value_or(0);
}

/// Nothing: every post is in line with these rules.
void note_progress(Database& database, const IgnoreRules& rules, std::optional<std::int64_t> last) {
  if (last) {
    database.run("DELETE FROM meta WHERE key = ?", kIgnoreRulesKey);
    write_meta(database, kNextIgnoreRulesKey, rules.fingerprint());
    write_meta(database, kSettledToKey, std::to_string(*last));
  } else {
    forget_progress(database);
    write_meta(database, kIgnoreRulesKey, rules.fingerprint());
  }
}

Result<void> agree_on_rules(Database& database, const std::filesystem::path& file, const IgnoreRules& rules,
                            RulesFrom from) {
  const auto of_daemon = read_meta(database, kDaemonIgnoreRulesKey);
  if (of_daemon == rules.fingerprint()) return {};
  if (from == RulesFrom::daemon) {
    write_meta(database, kDaemonIgnoreRulesKey, rules.fingerprint());
    return {};
  }
  if (!of_daemon) return {};
  return fail(ExitStatus::configuration,
              fmt::format("{}: nhsvaluesd put other ignore rules in force than this configuration has; name "
                          "its configuration with --config, or restart nhsvaluesd with this one first",
                          file.string()));
}

void recount_days(Database& database, const TimeZone& zone) {
  Query posts =
      database.query("SELECT id, created_at, day FROM post WHERE created_at IS NOT NULL ORDER BY id");
  while (posts.next()) {
    const LocalDay day = zone.day_of(posts.time(1));
    if (day.time_since_epoch().count() != posts.integer(2))
      database.run("UPDATE post SET day = ? WHERE id = ?", day, posts.integer(0));
  }
}

void agree_on_time_zone(Database& database, const TimeZone& zone) {
  const auto counted_in = read_meta(database, "timezone");
  if (counted_in == zone.name()) return;
  if (counted_in) {
    recount_days(database, zone);
    recount_rollup(database);
  }
  write_meta(database, "timezone", zone.name());
}

Result<void> prepare(Database& database, const std::filesystem::path& file,
                     const std::string& key_fingerprint, const TimeZone& zone) {
  const Result<FileState> state = identify(database, file);
  if (!state) return tl::unexpected<Error>(state.error());
  database.prepare_file(*state == FileState::empty);
  if (*state == FileState::outdated) {
    const auto version = database.integer("PRAGMA user_version").value_or(0);
    if (auto kept = keep_copy_of_schema(database, file, static_cast<int>(version)); !kept) return kept;
  }
  migrate(database);
  // Not before: an upgrade that was broken off long ago has but the one copy.
  remove_old_copies(file, SystemClock{}.now());
  SQLite::Transaction transaction(database.connection(), TransactionBehavior::IMMEDIATE);
  if (auto agreed = agree_on_key(database, file, key_fingerprint); !agreed) return agreed;
  agree_on_time_zone(database, zone);
  note_upgraded(database);
  transaction.commit();
  return {};
}

}  // namespace

Result<PostStore> PostStore::open(const std::filesystem::path& file, const std::string& key_fingerprint,
                                  const TimeZone& zone) {
  if (auto there = ensure_file(file); !there) return tl::unexpected<Error>(there.error());
  return attempt(file, [&]() -> Result<PostStore> {
    auto impl = std::make_unique<Impl>(file, zone);
    if (auto prepared = prepare(impl->database, file, key_fingerprint, zone); !prepared)
      return tl::unexpected<Error>(prepared.error());
    return PostStore{std::move(impl)};
  });
}

Result<PostStore> PostStore::open_existing(const std::filesystem::path& file) {
  if (auto readable = check_readable(file); !readable) return tl::unexpected<Error>(readable.error());
  return attempt(file, [&]() -> Result<PostStore> {
    std::optional<std::string> zone_name;
    std::optional<std::string> fingerprint;
    {
      Database database(file, Access::read);
      const Result<FileState> state = identify(database, file);
      if (!state) return tl::unexpected<Error>(state.error());
      if (*state != FileState::empty) {
        zone_name = read_meta(database, "timezone");
        fingerprint = read_meta(database, "key_fingerprint");
      }
    }
    if (!zone_name || !fingerprint)
      return fail(ExitStatus::no_input, fmt::format("{}: there are no posts in this file yet; take some in "
                                                    "with `nhsvalues import`, or start nhsvaluesd",
                                                    file.string()));
    const Result<TimeZone> zone = TimeZone::named(*zone_name);
    if (!zone) return tl::unexpected<Error>(zone.error());
    return open(file, *fingerprint, *zone);
  });
}

PostStore::PostStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PostStore::PostStore(PostStore&&) noexcept = default;
PostStore& PostStore::operator=(PostStore&&) noexcept = default;
PostStore::~PostStore() = default;

Result<SaveReport> PostStore::save(const Batch& batch) {
  auto saved = attempt(impl_->file, [&]() -> Result<SaveReport> {
    if (auto way = impl_->make_way(); !way) return tl::unexpected(way.error());
    SaveReport report;
    SQLite::Transaction transaction(impl_->database.connection(), TransactionBehavior::IMMEDIATE);
    own_up_to_other_rules(impl_->database, impl_->ignore_rules);
    own_up_to_other_models(impl_->database, batch);
    PostWriter writer(impl_->database, impl_->names, impl_->zone, impl_->ignore_rules, impl_->concern_rules,
                      batch);
    report.outcomes.reserve(batch.posts.size());
    for (const ClassifiedPost& post : batch.posts) report.outcomes.push_back(writer.write(post));
    for (const PostKeys& keys : batch.withdrawn) report.withdrawn += writer.withdraw(keys);
    for (const RecheckRuling& each : batch.rechecks)
      if (each.removed) report.removed += writer.remove(each);
    writer.note_rechecks();
    writer.finish();
    own_up_to_other_concern_rules(impl_->database, impl_->concern_rules, writer.texts_written());
    report.set_aside = writer.set_aside();
    report.forgotten = writer.forgotten();
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

Result<void> PostStore::ready_to_save() {
  return attempt(impl_->file, [&]() -> Result<void> {
    if (auto way = impl_->make_way(); !way) return way;
    if (!impl_->failed) return {};
    // Whatever stood in the way, only a write tells whether it still does.
    SQLite::Transaction transaction(impl_->database.connection(), TransactionBehavior::IMMEDIATE);
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
    if (auto agreed = agree_on_rules(database, impl_->file, rules, from); !agreed)
      return tl::unexpected(agreed.error());
    if (read_meta(database, kIgnoreRulesKey) == rules.fingerprint()) return changes;
    std::optional<std::int64_t> post = settled_to(database, rules);
    while (post) {
      if (auto way = impl_->log.make_way(); !way) return tl::unexpected(way.error());
      SQLite::Transaction transaction(database.connection(), TransactionBehavior::IMMEDIATE);
      RollupChanges rollup;
      IgnoreJudge judge(database, impl_->names, rules, now, rollup);
      post = judge.settle_after(*post, kPostsSettledAtOnce, changes.set_aside, changes.restored);
      rollup.write(database);
      note_progress(database, rules, post);
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

Result<std::int64_t> PostStore::acknowledge(const std::vector<std::int64_t>& refs, const std::string& by,
                                            const std::string& note, const Act& act) {
  return impl_->change([&](Database& database) { return store::acknowledge(database, refs, by, note, act); });
}

Result<std::int64_t> PostStore::undo_acknowledgement(const std::vector<std::int64_t>& refs, const Act& act) {
  return impl_->change([&](Database& database) { return store::undo_acknowledgement(database, refs, act); });
}

Result<ConsentRecord> PostStore::note_consent(std::int64_t ref, const Consent& consent, const Act& act) {
  return impl_->change(
      [&](Database& database) { return store::note_consent(database, impl_->zone, ref, consent, act); });
}

Result<ConsentRecord> PostStore::withdraw_consent(std::int64_t ref, const Act& act) {
  return impl_->change([&](Database& database) { return store::withdraw_consent(database, ref, act); });
}

Result<LabelChange> PostStore::label(std::int64_t ref, const Label& label, const std::string& reader,
                                     const Act& act) {
  return impl_->change(
      [&](Database& database) { return correct(database, impl_->names, ref, label, reader, act); });
}

Result<LabelChange> PostStore::undo_label(std::int64_t ref, const Act& act) {
  return impl_->change([&](Database& database) { return take_back(database, impl_->names, ref, act); });
}

Result<Pledge> PostStore::follow_up(std::int64_t ref, const FollowUp& told, const Act& act) {
  return impl_->change(
      [&](Database& database) { return store::follow_up(database, impl_->zone, ref, told, act); });
}

Result<Pledge> PostStore::undo_follow_up(std::int64_t ref, const Act& act) {
  return impl_->change([&](Database& database) { return store::undo_follow_up(database, ref, act); });
}

Result<std::int64_t> PostStore::note_draw(const NewDraw& draw, const Act& act) {
  return impl_->change([&](Database& database) { return store::note_draw(database, draw, act); });
}

Result<std::vector<std::int64_t>> PostStore::note_served(std::int64_t draw,
                                                         const std::vector<ServedPost>& posts,
                                                         const Act& act) {
  return impl_->change([&](Database& database) { return store::note_served(database, draw, posts, act); });
}

Result<void> PostStore::note_import(std::optional<std::int64_t> posts, const Act& act) {
  return impl_->change([&](Database& database) -> Result<void> {
    write_audit(database, act, posts ? Action::import_done : Action::import_begun, std::nullopt, {}, posts);
    return {};
  });
}

Result<void> PostStore::note_reclassification(std::int64_t posts, const std::string& model, const Act& act) {
  return impl_->change([&](Database& database) -> Result<void> {
    write_audit(database, act, Action::reclassify, std::nullopt, fmt::format("by the model {}", model),
                posts);
    return {};
  });
}

Result<void> PostStore::note_disclosure(const Disclosure& disclosure, const Act& act) {
  return impl_->change([&](Database& database) -> Result<void> {
    write_audit(database, act, disclosure);
    return {};
  });
}

Result<std::vector<std::string>> PostStore::networks() {
  return attempt(impl_->file,
                 [&]() -> Result<std::vector<std::string>> { return stored_networks(impl_->database); });
}

Result<std::vector<std::int64_t>> PostStore::posts_held(const std::vector<Identified>& each) {
  return attempt(impl_->file, [&]() -> Result<std::vector<std::int64_t>> {
    std::vector<std::int64_t> posts;
    for (const Identified& whom : each) posts.push_back(count_posts_of(impl_->database, whom));
    return posts;
  });
}

Result<SealedHoldings> PostStore::reveal_holdings(const std::vector<AccountKey>& accounts,
                                                  const std::vector<std::int64_t>& refs, const Act& act) {
  return impl_->change([&](Database& database) -> Result<SealedHoldings> {
    return store::reveal_holdings(database, accounts, refs, act);
  });
}

Result<Sealed> PostStore::open_post(std::int64_t ref, const Act& act) {
  return impl_->change([&](Database& database) -> Result<Sealed> {
    const auto sealed = database.text("SELECT sealed FROM post WHERE id = ?", ref);
    if (!sealed || sealed->empty())
      return fail(ExitStatus::no_input,
                  fmt::format("{}: there is no post of this reference whose address is kept", ref));
    write_audit(database, act, {.outlet = Outlet::open, .post = ref});
    return Sealed{*sealed};
  });
}

Result<Forgotten> PostStore::forget(const Identified& whom, const Act& act, bool trial) {
  Forgotten forgotten;
  forgotten.kept_copies = static_cast<int>(kept_copies(impl_->file).size());
  const auto held = impl_->change([&](Database& database) -> Result<HeldOfThem> {
    if (trial) return look_at(database, whom, Action::forget, act);
    auto erased = store::forget(database, impl_->names, whom, act);
    // First: whatever ends this now, nobody is taken for forgotten whom a copy still has.
    forgotten.kept_copies = remove_all_copies(impl_->file);
    return erased;
  });
  if (!held) return tl::unexpected(held.error());
  forgotten.held = *held;
  if (trial) return forgotten;
  // It is done: what keeps the file from being written anew is not to be taken for a failure.
  const auto erasing = finish_erasing(false);
  const bool locked = !erasing && erasing.error().status == ExitStatus::try_again;
  forgotten.erasing = erasing.value_or(locked ? Erasing::held_by_reader : Erasing::no_room);
  return forgotten;
}

Result<Erasing> PostStore::finish_erasing(bool however_large) {
  return attempt(impl_->file, [&]() -> Result<Erasing> {
    const std::int64_t largest =
        however_large ? std::numeric_limits<std::int64_t>::max() : kWrittenAnewInAMoment;
    const UtcTime now = however_large ? UtcTime::max() : SystemClock{}.now();
    return store::finish_erasing(impl_->database, impl_->file, impl_->log, largest, now);
  });
}

Result<Objection> PostStore::object(const Identified& whom, bool objects, const Act& act, bool trial) {
  return impl_->change([&](Database& database) -> Result<Objection> {
    if (trial)
      return Objection{look_at(database, whom, objects ? Action::object : Action::withdraw_objection, act),
                       0};
    own_up_to_other_rules(database, impl_->ignore_rules);
    return store::object(database, impl_->names, impl_->ignore_rules, whom, objects, act);
  });
}

Result<bool> PostStore::switch_source(const std::string& source, bool on, const Act& act) {
  return impl_->change([&](Database& database) -> Result<bool> {
    return store::switch_source(database, impl_->names, source, on, act);
  });
}

Result<std::vector<DisabledSource>> PostStore::disabled_sources() {
  return attempt(impl_->file, [&]() -> Result<std::vector<DisabledSource>> {
    return read_disabled_sources(impl_->database);
  });
}

Result<std::vector<JudgementOutcome>> PostStore::judge(const std::vector<NewJudgement>& judgements,
                                                       const std::string& reader, const Act& act,
                                                       bool trial) {
  return attempt(impl_->file, [&]() -> Result<std::vector<JudgementOutcome>> {
    const Lasting lasting(impl_->database);
    SQLite::Transaction transaction(impl_->database.connection(), TransactionBehavior::IMMEDIATE);
    auto outcomes = put_judgements(impl_->database, impl_->names, judgements, reader, act);
    if (!trial && std::count(outcomes.begin(), outcomes.end(), JudgementOutcome::not_sampled) == 0)
      transaction.commit();
    else
      impl_->names.forget();
    return outcomes;
  });
}

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
    impl_->merging = impl_->merged = impl_->erasing = false;
    return PurgeStep{.posts = *purged};
  }
  return attempt(impl_->file, [&] { return impl_->remove_traces(act.at); });
}

Result<RetentionState> PostStore::retention_state(const RetentionRules& rules, UtcTime now) {
  return impl_->change([&](Database& database) -> Result<RetentionState> {
    note_rules_known(database, now);
    return read_retention_state(database, impl_->file, rules, now);
  });
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

Result<void> PostStore::set_rechecked_sources(const std::vector<RecheckedSource>& sources, UtcTime now) {
  return impl_->change([&](Database& database) -> Result<void> {
    store::set_rechecked_sources(database, impl_->names, sources, now);
    return {};
  });
}

Result<std::vector<AlertStanding>> PostStore::alert_standings() {
  return attempt(impl_->file,
                 [&]() -> Result<std::vector<AlertStanding>> { return read_standings(impl_->database); });
}

Result<void> PostStore::keep_alerts(const AlertChanges& changes, UtcTime now) {
  return impl_->change([&](Database& database) -> Result<void> {
    write_alerts(database, changes, now);
    return {};
  });
}

Result<std::int64_t> PostStore::queue_test_alert(const AlertMessage& message,
                                                 const std::vector<std::string>& targets, const Act& act) {
  return impl_->change([&](Database& database) -> Result<std::int64_t> {
    return write_test_alert(database, message, targets, act);
  });
}

Result<std::int64_t> PostStore::queue_digest(const AlertMessage& message,
                                             const std::vector<std::string>& targets, const Act& act) {
  return impl_->change([&](Database& database) -> Result<std::int64_t> {
    return write_digest(database, message, targets, act);
  });
}

Result<std::vector<AlertDelivery>> PostStore::due_deliveries(UtcTime now, std::int64_t limit) {
  return attempt(impl_->file, [&]() -> Result<std::vector<AlertDelivery>> {
    return read_due_deliveries(impl_->database, now, limit);
  });
}

Result<void> PostStore::note_delivery(std::int64_t alert, const std::string& target,
                                      const DeliveryNote& note) {
  return impl_->change([&](Database& database) -> Result<void> {
    write_delivery(database, alert, target, note);
    return {};
  });
}

Result<std::int64_t> PostStore::give_up_other_targets(const std::vector<std::string>& targets) {
  return impl_->change([&](Database& database) -> Result<std::int64_t> {
    return store::give_up_other_targets(database, targets);
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

Result<void> PostStore::rebuild_rollups() {
  return attempt(impl_->file, [&]() -> Result<void> {
    SQLite::Transaction transaction(impl_->database.connection(), TransactionBehavior::IMMEDIATE);
    recount_rollup(impl_->database);
    transaction.commit();
    return {};
  });
}

Result<bool> PostStore::rollups_hold() {
  return attempt(impl_->file, [&]() -> Result<bool> {
    // One snapshot for all its questions.
    SQLite::Transaction transaction(impl_->database.connection());
    return rollup_holds(impl_->database);
  });
}

Result<void> PostStore::rebuild_search() {
  return impl_->change([](Database& database) -> Result<void> {
    store::rebuild_search(database);
    return {};
  });
}

Result<bool> PostStore::search_holds() {
  return attempt(impl_->file, [&]() -> Result<bool> {
    // One snapshot for all its questions, of which one is put as a statement that writes.
    SQLite::Transaction transaction(impl_->database.connection(), TransactionBehavior::IMMEDIATE);
    return store::search_holds(impl_->database);
  });
}

}  // namespace nhs::store
