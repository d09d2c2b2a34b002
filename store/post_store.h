#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "store/act.h"
#include "store/alert.h"
#include "store/batch.h"
#include "store/concern.h"
#include "store/consent.h"
#include "store/disclosure.h"
#include "store/file_name.h"
#include "store/forgetting.h"
#include "store/holdings.h"
#include "store/ignore_rules.h"
#include "store/labelling.h"
#include "store/pledge.h"
#include "store/rechecks.h"
#include "store/reclassified.h"
#include "store/retention.h"

namespace nhs::store {

/// What other ignore rules changed, in this call.
struct IgnoreChanges {
  int set_aside = 0;  ///< posts that no longer count
  int restored = 0;   ///< posts that count again
};

/// Who brings ignore rules.
enum class RulesFrom : std::uint8_t {
  daemon,  ///< what it has in force holds for the database
  import,  ///< keeps to the daemon's; where no daemon ever wrote, its own hold
};

/// The one writing connection to a database. Not thread-safe: it belongs to the thread that opened it.
/// What a person changes (those calls take an Act) stands in the audit, written in the same transaction.
/// A batch is in the file whole, with its rollups and cursor, or not at all, whenever the process ends.
class PostStore {
 public:
  /// Opens or creates, and migrates. zone: in which days are counted; another zone than last time recounts
  /// the rollups. key_fingerprint: must be the one the database was made with, else configuration (78). Fails
  /// with bad_data (65) for a stranger's file or one of a newer version, no_permission (77) when the file is
  /// another's, cannot_create (73), io (74), try_again (75) when another process keeps it locked.
  /// Before the schema of a file that is there changes, a copy of it is kept as `FILE.before-schema-N`
  /// (store/kept_copies.h); io (74) without room for it. Such copies go after seven days, here, or when
  /// doctor found all well. The file is made 0640, and keeps its WAL files on closing, so that readers of the
  /// group may read it then.
  static Result<PostStore> open(const std::filesystem::path& file, const std::string& key_fingerprint,
                                const TimeZone& zone);

  /// Opens a database that is there for what needs no key, with the key and zone that it was made with. Fails
  /// as `open` does, and with no_input (66) where there is none.
  static Result<PostStore> open_existing(const std::filesystem::path& file);

  PostStore(PostStore&&) noexcept;
  PostStore& operator=(PostStore&&) noexcept;
  ~PostStore();

  /// Writes one batch in one transaction: first its posts, in order, then what is withdrawn. On failure (io:
  /// disk full, read-only, damaged; try_again: locked, or somebody has been reading for so long that the log
  /// is at its bound, store/write_ahead_log.h) nothing of it is stored, and the next batch may succeed.
  Result<SaveReport> save(const Batch& batch);

  /// Whose the name is by now that the database was opened by.
  FileName file_name();

  /// Whether the file is still the one of its name. Fails with io (74) once somebody moved it away, removed
  /// it or put another in its place, and so does everything that changes it. What the log held is then in
  /// the file that was opened, and does not get into the one that took its name: closing sees to it, too.
  /// Where somebody who reads stands in the way, the words (at closing, a line on stderr) name the log, which
  /// must be away before the next start.
  Result<void> check_in_place();

  /// Whether a batch could be saved now: fails as `save` would for want of room or because of the log. After
  /// a batch that failed it tries a write that changes nothing.
  Result<void> ready_to_save();

  /// Puts ignore rules in force: for what is saved from now on, and for all that is stored. What a rule takes
  /// stops counting but stays whole, and counts again once no rule takes it; what its network withdrew stays
  /// withdrawn. When these rules were in force last time nothing is read. Else all posts are, a thousand in a
  /// transaction; what breaks that off leaves the rollups right, the old rules in force for this connection,
  /// and the rest to be done by the next call: with the same rules it goes on after the last thousand, unless
  /// somebody saved by other ones since. Until the first call no rules are in force. Fails with configuration
  /// (78) when an import brings others than the daemon last did.
  Result<IgnoreChanges> apply_ignore_rules(IgnoreRules rules, UtcTime now,
                                           RulesFrom from = RulesFrom::daemon);

  /// Lays a person's word over what the machine found in a post: a correction, which counts from now on.
  /// reader: as they name themselves; may be empty. Fails with no_input (66) without the post or its text,
  /// and with usage (64) when the machine could not classify it and no label says its sentiment.
  Result<LabelChange> label(std::int64_t ref, const Label& label, const std::string& reader, const Act& act);

  /// Takes back the last label of a post that holds. Fails with no_input (66) when there is none.
  Result<LabelChange> undo_label(std::int64_t ref, const Act& act);

  /// Notes what became of a pledge, or takes the last such note back. Gives the pledge as it then is. Fail
  /// with no_input (66) without the post, when it no longer counts, and when there is nothing to take back;
  /// with usage (64) when the post is no pledge, and for a day before the pledge or after today.
  Result<Pledge> follow_up(std::int64_t ref, const FollowUp& told, const Act& act);
  Result<Pledge> undo_follow_up(std::int64_t ref, const Act& act);

  /// Puts concern rules in force for what is saved from now on. True when stored posts are left that were not
  /// held against them, which hold_next_against_concern_rules does. An import with others than the daemon
  /// last brought keeps to its own for what it saves, leaves history alone, and makes the daemon look at what
  /// it saved.
  Result<bool> begin_concern_rules(ConcernRules rules, RulesFrom from = RulesFrom::daemon);

  /// Holds the next `limit` stored posts against the rules in force, in one transaction. What was
  /// acknowledged stays; what was not goes where no rule finds it any more. What breaks this off is gone on
  /// with after the next begin_concern_rules with the same rules.
  Result<ConcernStep> hold_next_against_concern_rules(UtcTime now, std::int64_t limit);

  /// Both, to the end.
  Result<ConcernChanges> apply_concern_rules(ConcernRules rules, UtcTime now,
                                             RulesFrom from = RulesFrom::daemon);

  /// Notes that somebody has read the open concerns of posts, all of them or none. Gives how many concerns.
  /// Fails with no_input (66) for a post without a concern, with usage (64) for one with no open one.
  Result<std::int64_t> acknowledge(const std::vector<std::int64_t>& refs, const std::string& by,
                                   const std::string& note, const Act& act);

  /// Opens the acknowledged concerns of posts again. Fails with no_input (66) where there is none.
  Result<std::int64_t> undo_acknowledgement(const std::vector<std::int64_t>& refs, const Act& act);

  /// Notes that a post may be quoted. Fails with no_input (66)
  /// without the post or its text; with usage (64) for a day before the post or after today, and when its
  /// author asks not to be found and Consent::despite_wish is empty.
  Result<ConsentRecord> note_consent(std::int64_t ref, const Consent& consent, const Act& act);

  /// That it may no longer, for no use. Fails with no_input (66) when there is no consent to withdraw.
  /// by: who notes it, for the audit; empty where they do not say.
  Result<ConsentRecord> withdraw_consent(std::int64_t ref, const Act& act, const std::string& by = {});

  /// Notes that a random sample was drawn, which Reader::choose_sample chose; its id. Fails with usage (64)
  /// when it stands for more posts than there are.
  Result<std::int64_t> note_draw(const NewDraw& draw, const Act& act);

  /// Notes that posts of a draw are put before a reader: they are not drawn again unasked. Gives back those
  /// that are not, because their text is another since they were chosen. Fails with usage (64) without such a
  /// draw, with no_permission (77) when somebody else drew it.
  Result<std::vector<std::int64_t>> note_served(std::int64_t draw, const std::vector<ServedPost>& posts,
                                                const Act& act);

  /// Stores what a reader said of sampled posts: all that can be, or nothing when one is not_sampled. One
  /// outcome for each, in order.
  ///
  /// trial: stores nothing, and tells what would come of it.
  /// draw: that they count for, where it served them; nothing: Reader::draw_judged() of them.
  Result<std::vector<JudgementOutcome>> judge(const std::vector<NewJudgement>& judgements,
                                              const std::string& reader, const Act& act, bool trial = false,
                                              std::optional<std::int64_t> draw = std::nullopt);

  /// Writes down that somebody begins to take posts in by hand, and that they did, with how many. Nothing
  /// else is changed.
  Result<void> note_import(std::optional<std::int64_t> posts, const Act& act);

  /// The same of judging so many posts anew by this version of the model.
  Result<void> note_reclassification(std::int64_t posts, const std::string& model, const Act& act);

  /// Writes down that data is given out, or a person's identity is shown: nothing else is changed.
  Result<void> note_disclosure(const Disclosure& disclosure, const Act& act);

  /// The sealed identities of a post, and in the audit that somebody opens it. Fails with no_input (66)
  /// without the post, and when nothing was sealed of it.
  Result<Sealed> open_post(std::int64_t ref, const Act& act);

  /// The networks of which anything was ever stored, by name.
  Result<std::vector<std::string>> networks();

  /// How many posts are held of each; for whom or what was named is told apart by it, and nothing else.
  Result<std::vector<std::int64_t>> posts_held(const std::vector<Identified>& each);

  /// Of each of these authors whose account is not known, what is sealed of their newest post: on some
  /// networks that tells it to who has the key.
  Result<std::vector<std::vector<SealedIdentity>>> identities_without_account(const Identified& whom);

  /// For a person's request to see what is held of them: which of these accounts are known, and what is
  /// sealed of those of the posts that they wrote. It stands in the audit by how much there was, never by
  /// whose.
  Result<SealedHoldings> reveal_holdings(const std::vector<AccountKey>& accounts,
                                         const std::vector<std::int64_t>& refs, const Act& act);

  /// Erases all that is held of people or posts, in one transaction, and puts them on the forget list, posts
  /// or none: nothing of theirs is taken in again. Then removes the kept copies (kept_copies.h) and finishes
  /// as `finish_erasing` does, as far as a moment goes. It stands in the audit by how much there was, never
  /// by whose.
  ///
  /// trial: changes nothing but the audit, and tells what would go.
  Result<Forgotten> forget(const Identified& whom, const Act& act, bool trial = false);

  /// Makes sure that nothing of what was erased is left in the file and its log (store/erasure.h). What
  /// stands in the way is no failure: the next call goes on.
  ///
  /// however_large: else a file of over 512 MiB, which takes longer than a moment, is left alone, as are
  /// texts that were replaced or withdrawn within a day.
  Result<Erasing> finish_erasing(bool however_large);

  /// Keeps the posts of people who object out of every count from now on, those to come too, without erasing;
  /// or lets them count again.
  ///
  /// trial: changes nothing but the audit, and tells what is held.
  Result<Objection> object(const Identified& whom, bool objects, const Act& act, bool trial = false);

  /// Switches a source on or off for whoever collects. False, and nothing changes, when it was so already.
  /// source: any name; the caller knows which there are.
  Result<bool> switch_source(const std::string& source, bool on, const Act& act);

  /// The sources that are switched off, by name.
  Result<std::vector<DisabledSource>> disabled_sources();

  /// Where the rules of alerts stand (alert.h), by rule and subject.
  Result<std::vector<AlertStanding>> alert_standings();

  /// Keeps what a look at the rules changed, and puts its messages into the outbox, in one transaction.
  Result<void> keep_alerts(const AlertChanges& changes, UtcTime now);

  /// Has what these rules told to no target, for there was none then, told anew at the next look.
  Result<void> tell_anew_where_nobody_was_told(const std::vector<std::string>& rules);

  /// Puts a marked message for each of these targets into the outbox; its id.
  Result<std::int64_t> queue_test_alert(const AlertMessage& message, const std::vector<std::string>& targets,
                                        const Act& act);

  /// Puts a digest into the outbox, once and for all (digests.h); its id.
  Result<std::int64_t> queue_digest(const AlertMessage& message, const std::vector<std::string>& targets,
                                    const Act& act);

  /// Of each target what of the outbox is to be tried first by now, oldest first; only: of this message
  /// alone.
  Result<std::vector<AlertDelivery>> due_deliveries(UtcTime now, std::optional<std::int64_t> only = {});

  /// What came of a try.
  Result<void> note_delivery(std::int64_t alert, const std::string& target, const DeliveryNote& note);

  /// Gives up what is on its way to targets other than these; how much that was.
  Result<std::int64_t> give_up_other_targets(const std::vector<std::string>& targets);

  /// How many posts with a text this version of the model has not judged; posts that ignore rules set aside
  /// are among them.
  Result<std::int64_t> left_to_reclassify(const std::string& model);

  /// Moves the next posts of history to this version of the model, at most `limit`, newest first, in one
  /// transaction; until then what an earlier version found in them counts. Labels stay in force; posts
  /// without a text keep what they have. Goes on where the last call for this model stopped, whoever made it,
  /// unless somebody saved by another model since. judge: gives findings of that model, in milliseconds, for
  /// readers see the old ones and writers wait meanwhile.
  Result<ReclassifyStep> reclassify_next(const std::string& model, const JudgeAnew& judge,
                                         std::int64_t limit);

  /// Does what is next to be done so that no post is kept whole beyond its time (retention.h): purges the
  /// next posts, at most `limit`, in one transaction; when none is due, removes a part of what is left of
  /// them in the files, and the kept copies that held them. A few hundredths of a second; to be called until
  /// it is finished, or somebody reads. What a process that ended left, the next one goes on with. A run that
  /// purges anything stands in the audit, once for each person.
  Result<PurgeStep> purge_next(const RetentionRules& rules, const Act& act, std::int64_t limit);

  /// How it stands with that. Notes, the first time, that the rules are known here.
  Result<RetentionState> retention_state(const RetentionRules& rules, UtcTime now);

  /// Units of its allowance that a source has used since a moment. Kept by hours of UTC: where the moment
  /// lies within one, the whole hour counts, so that this may tell too much but never too little.
  Result<std::int64_t> spent_since(const std::string& source, UtcTime moment);
  Result<std::int64_t> spent_on_rechecks_since(const std::string& source, UtcTime moment);

  /// How often posts of the source will be due to be asked for before `until` (store/rechecks.h).
  Result<std::int64_t> rechecks_before(const std::string& source, UtcTime now, UtcTime until,
                                       std::chrono::seconds every);

  /// Notes which server a source asks (store/source_servers.h); true where it asked another before, and so
  /// begins anew. Not while the source is asked.
  Result<bool> bind_source(const std::string& source, const std::string& server);

  /// Once all that are configured are bound (store/source_servers.h).
  Result<void> forget_unbound_servers();

  /// Says which sources are asked for stored posts again from now on, and plans the posts of those that were
  /// not before: of many posts this takes seconds.
  Result<void> set_rechecked_sources(const std::vector<RecheckedSource>& sources, UtcTime now);

  /// The posts that a source is to be asked for now (store/rechecks.h). What it answered comes with a Batch.
  Result<DueRechecks> due_rechecks(const std::string& source, UtcTime now, std::int64_t limit,
                                   bool with_witness);

  /// The state as last saved, cursor sealed; nothing when this source was never asked for this topic.
  Result<std::optional<SourceState>> source_state(const std::string& source, const std::string& topic);

  /// The sealed local id of the newest post that this source showed and that was created before the moment.
  Result<std::optional<Sealed>> newest_local_id_before(const std::string& source, UtcTime moment);

  /// True when the rollups equal a recount from the posts.
  Result<bool> rollups_hold();

  /// True when the full-text index says exactly what the texts say.
  Result<bool> search_holds();

 private:
  struct Impl;
  explicit PostStore(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// `SQLite/3.40.1`, for --version.
std::string sqlite_version_text();

}  // namespace nhs::store
