#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "store/batch.h"
#include "store/ignore_rules.h"
#include "store/labelling.h"
#include "store/reclassified.h"

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
/// A batch is in the file whole, with its rollups and cursor, or not at all, whenever the process ends.
class PostStore {
 public:
  /// Opens or creates, and migrates. zone: in which days are counted; another zone than last time recounts
  /// the rollups. key_fingerprint: must be the one the database was made with, else configuration (78). Fails
  /// with bad_data (65) for a stranger's file or one of a newer version, no_permission (77) when the file is
  /// another's, cannot_create (73), io (74), try_again (75) when another process keeps it locked.
  /// The file is made 0640, and keeps its WAL files on closing, so that readers of the group may read it
  /// then.
  static Result<PostStore> open(const std::filesystem::path& file, const std::string& key_fingerprint,
                                const TimeZone& zone);

  /// Opens a database that is there for what needs no key, with the key and zone that it was made with. Fails
  /// as `open` does, and with no_input (66) where there is none.
  static Result<PostStore> open_existing(const std::filesystem::path& file);

  PostStore(PostStore&&) noexcept;
  PostStore& operator=(PostStore&&) noexcept;
  ~PostStore();

  /// Writes one batch in one transaction: first its posts, in order, then what is withdrawn. On failure (io:
  /// disk full, read-only, damaged; try_again: locked) nothing of it is stored, and the next batch may
  /// succeed.
  Result<SaveReport> save(const Batch& batch);

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
  Result<LabelChange> label(std::int64_t ref, const Label& label, const std::string& reader, UtcTime now);

  /// Takes back the last label of a post that holds. Fails with no_input (66) when there is none.
  Result<LabelChange> undo_label(std::int64_t ref, UtcTime now);

  /// Draws a seeded random sample, stratified by value (store/judged.h). The same query on the same database
  /// gives the same posts. A sample of no posts leaves no trace.
  Result<Sample> draw_sample(const SampleQuery& query, UtcTime now);

  /// Notes that posts of a draw were put before a reader: they are not drawn again unasked.
  Result<void> note_served(std::int64_t draw, const std::vector<SampledPost>& posts);

  /// Stores what a reader said of sampled posts: all that can be, or nothing when one is not_sampled. One
  /// outcome for each, in order.
  Result<std::vector<JudgementOutcome>> judge(const std::vector<NewJudgement>& judgements,
                                              const std::string& reader, UtcTime now);

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

  /// Units of its allowance that a source has used since a moment. Kept by hours of UTC: where the moment
  /// lies within one, the whole hour counts, so that this may tell too much but never too little.
  Result<std::int64_t> spent_since(const std::string& source, UtcTime moment);

  /// The state as last saved, cursor sealed; nothing when this source was never asked for this topic.
  Result<std::optional<SourceState>> source_state(const std::string& source, const std::string& topic);

  /// The sealed local id of the newest post that this source showed and that was created before the moment.
  Result<std::optional<Sealed>> newest_local_id_before(const std::string& source, UtcTime moment);

  /// Counts the rollups afresh from the posts.
  Result<void> rebuild_rollups();

  /// True when the rollups equal a recount from the posts.
  Result<bool> rollups_hold();

 private:
  struct Impl;
  explicit PostStore(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// `SQLite/3.40.1`, for --version.
std::string sqlite_version_text();

}  // namespace nhs::store
