#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "store/batch.h"
#include "store/concern_history.h"
#include "store/database.h"
#include "store/forget_list.h"
#include "store/ignore_judge.h"
#include "store/known_post.h"
#include "store/names.h"
#include "store/post_eraser.h"
#include "store/rechecks.h"
#include "store/rollups.h"
#include "store/search.h"

namespace nhs::store {

/// Writes the posts of one batch, one after the other, within the caller's transaction, and gathers what they
/// change in the rollup and in the full-text index. Throws SQLite::Exception.
class PostWriter {
 public:
  /// All of these outlive the writer.
  PostWriter(Database& database, Names& names, const TimeZone& zone, IgnoreRules& rules,
             const ConcernRules& concerns, const Batch& batch);

  Outcome write(const ClassifiedPost& post);

  /// How many posts stopped counting.
  int withdraw(const PostKeys& keys);

  /// Removes a post that its network has removed, and enters it in the ledger: 1, or 0 when its text is gone
  /// already, or another source may still show it.
  int remove(const RecheckRuling& ruling);

  /// What the source answered of posts that stay.
  void note_rechecks() { write_rulings(database_, source_id_, batch_.rechecks, batch_.now); }

  /// How many were refused because they or their authors are forgotten.
  int forgotten() const { return forgotten_count_; }

  /// When all were written: finishes what was erased and replaced by it.
  void finish();

  /// Of the added and updated posts.
  int set_aside() const { return set_aside_; }

  /// The posts that got a text, from the first to the last; nothing when none did.
  const std::optional<PostRange>& texts_written() const { return texts_written_; }

  /// What was masked in the texts that were stored.
  const MaskedCounts& masked() const { return masked_; }

  const RollupChanges& rollup_changes() const { return rollup_; }
  const SearchChanges& search_changes() const { return search_; }

 private:
  enum class Verdict : std::uint8_t { same, newer_edit, outdated_view, conflict };

  Verdict compare(const KnownPost& known, const PseudonymousPost& post);
  bool restores(const KnownPost& known, const PseudonymousPost& post);
  bool was_removed(const PseudonymousPost& post);
  void plan_recheck_of(std::int64_t id);
  bool tags_differ(std::int64_t id, const std::vector<std::string>& tags);

  std::int64_t insert(const ClassifiedPost& post);
  void update(const KnownPost& known, const ClassifiedPost& post);
  bool has_account(const KnownPost& known);
  bool is_by_account_of(const KnownPost& known, const PseudonymousPost& post);
  bool gains_name(const KnownPost& known, const PseudonymousPost& post);
  bool complete(const KnownPost& known, const PseudonymousPost& post);
  void identify(const KnownPost& known, const PseudonymousPost& post);
  bool follow_wish(const KnownPost& known, const PseudonymousPost& post);
  void write_sighting(std::int64_t id, const PseudonymousPost& post);
  bool note_sighting(std::int64_t id, const PseudonymousPost& post);
  void settle(std::int64_t id);
  Outcome refuse(const std::optional<KnownPost>& known, const PseudonymousPost& post);

  void note_replaced_words(std::int64_t id);
  void note_text_of(std::int64_t id);
  void count_masked(const PseudonymousPost& post);
  void write_tags(std::int64_t id, const std::vector<std::string>& tags);
  std::optional<std::int64_t> author_of(const PseudonymousPost& post);
  CountedPost counted(const Classification& classification, std::int64_t network_id, LocalDay day);
  std::optional<LocalDay> day_of(std::optional<UtcTime> time) const;

  Database& database_;
  Names& names_;
  const TimeZone& zone_;
  IgnoreRules& rules_;
  const ConcernRules& concerns_;
  const Batch& batch_;
  std::int64_t source_id_;
  RollupChanges rollup_;
  SearchChanges search_;
  IgnoreJudge judge_;
  ForgetListCheck forgotten_;
  PostEraser eraser_;
  /// Whether posts may be set aside.
  bool settles_;
  /// How long after it shows a post the source is asked for it; nothing for a source that cannot be asked.
  std::optional<std::chrono::seconds> first_recheck_;
  int set_aside_ = 0;
  int forgotten_count_ = 0;
  MaskedCounts masked_{};
  std::optional<PostRange> texts_written_;
  bool replaced_ = false;             ///< words that may be left in the file
  std::set<std::int64_t> tags_left_;  ///< of posts that may no longer have them
};

}  // namespace nhs::store
