#pragma once

#include <cstdint>
#include <optional>

#include "store/author_rights.h"
#include "store/batch.h"
#include "store/concern_history.h"
#include "store/database.h"
#include "store/ignore_judge.h"
#include "store/known_post.h"
#include "store/names.h"
#include "store/rechecks.h"
#include "store/replaced_words.h"
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

  /// What is done with posts for their authors' sake.
  AuthorRights& rights() { return rights_; }

  /// What the source answered of posts that stay.
  void note_rechecks() { write_rulings(database_, source_id_, batch_.rechecks, batch_.now); }

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
  void plan_recheck_of(std::int64_t id);

  std::int64_t insert(const ClassifiedPost& post);
  void update(const KnownPost& known, const ClassifiedPost& post);
  bool has_account(const KnownPost& known);
  bool gains_name(const KnownPost& known, const PseudonymousPost& post);
  bool complete(const KnownPost& known, const PseudonymousPost& post);
  void identify(const KnownPost& known, const PseudonymousPost& post);
  void write_sighting(std::int64_t id, const PseudonymousPost& post);
  bool note_sighting(std::int64_t id, const PseudonymousPost& post);
  void settle(std::int64_t id);

  void note_text_of(std::int64_t id);
  void count_masked(const PseudonymousPost& post);
  std::optional<std::int64_t> author_of(const PseudonymousPost& post, std::optional<std::int64_t> until_now);
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
  ReplacedWords replaced_;
  AuthorRights rights_;
  /// Whether posts may be set aside.
  bool settles_;
  /// How long after it shows a post the source is asked for it; nothing for a source that cannot be asked.
  std::optional<std::chrono::seconds> first_recheck_;
  int set_aside_ = 0;
  MaskedCounts masked_{};
  std::optional<PostRange> texts_written_;
};

}  // namespace nhs::store
