#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/batch.h"
#include "store/database.h"
#include "store/ignore_judge.h"
#include "store/names.h"
#include "store/rollups.h"
#include "store/search.h"

namespace nhs::store {

/// Takes all that a post says, and all that was found in it or said of it; what identifies it stays. Within
/// the caller's transaction; rollup and search index are the caller's. Throws SQLite::Exception.
///
/// now: since when it does not count.
void withdraw_post(Database& database, std::int64_t id, UtcTime now, std::optional<UtcTime> edited_at);

/// Writes the posts of one batch, one after the other, within the caller's transaction, and gathers what they
/// change in the rollup and in the full-text index. Throws SQLite::Exception.
class PostWriter {
 public:
  /// All of these outlive the writer.
  PostWriter(Database& database, Names& names, const TimeZone& zone, IgnoreRules& rules, const Batch& batch);

  Outcome write(const ClassifiedPost& post);

  /// How many posts stopped counting.
  int withdraw(const PostKeys& keys);

  /// Of the added and updated posts.
  int set_aside() const { return set_aside_; }

  const RollupChanges& rollup_changes() const { return rollup_; }
  const SearchChanges& search_changes() const { return search_; }

 private:
  /// What has to be known of a stored post to decide about another view of it.
  struct Known {
    std::int64_t id;
    bool by_key;  ///< else by its permalink
    bool counts;
    bool gone;  ///< withdrawn by its network; one that neither counts nor is gone is set aside by a rule
    bool quotable;
    std::string text;
    std::string stated_language;
    std::optional<UtcTime> created_at;
    std::optional<UtcTime> edited_at;
    std::optional<std::int64_t> author;
    RollupCell cell;  ///< where it counts, if it does

    std::int64_t place() const { return search_place(created_at, id); }
    bool in_rollup() const { return counts && created_at.has_value(); }
  };
  enum class Verdict : std::uint8_t { same, newer_edit, outdated_view, conflict };

  std::optional<Known> find(const PseudonymousPost& post);
  static Known read_known(const Query& row, bool by_key);
  Verdict compare(const Known& known, const PseudonymousPost& post);
  bool restores(const Known& known, const PseudonymousPost& post) const;
  bool tags_differ(std::int64_t id, const std::vector<std::string>& tags);

  std::int64_t insert(const ClassifiedPost& post);
  void update(const Known& known, const ClassifiedPost& post);
  bool complete(const Known& known, const PseudonymousPost& post);
  bool follow_wish(const Known& known, const PseudonymousPost& post);
  bool note_sighting(std::int64_t id, const PseudonymousPost& post);
  void settle(std::int64_t id);

  void write_tags(std::int64_t id, const std::vector<std::string>& tags);
  std::optional<std::int64_t> author_of(const PseudonymousPost& post);
  RollupCell cell_of(const Classification& classification, std::int64_t network_id, LocalDay day);
  std::optional<LocalDay> day_of(std::optional<UtcTime> time) const;

  Database& database_;
  Names& names_;
  const TimeZone& zone_;
  IgnoreRules& rules_;
  const Batch& batch_;
  std::int64_t source_id_;
  RollupChanges rollup_;
  SearchChanges search_;
  IgnoreJudge judge_;
  int set_aside_ = 0;
};

}  // namespace nhs::store
