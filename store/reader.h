#pragma once

#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <string>

#include "core/result.h"
#include "store/alert.h"
#include "store/audit_record.h"
#include "store/concern.h"
#include "store/consent.h"
#include "store/filter.h"
#include "store/forgetting.h"
#include "store/judged.h"
#include "store/labelling.h"
#include "store/pledge.h"
#include "store/quarantined.h"
#include "store/reclassified.h"
#include "store/retention.h"
#include "store/safety.h"
#include "store/source_coverage.h"
#include "store/spending.h"
#include "store/store_status.h"
#include "store/stored_post.h"
#include "store/trend.h"

namespace nhs::store {

/// A read-only connection: works beside a running daemon, and for members of the database's group. Not
/// thread-safe; open one a thread. Answers are plain values, and no read transaction outlives a call. With a
/// filter whose raw query SQLite does not take, all fail with usage (64).
class Reader {
 public:
  /// Fails with no_input (66) when there is no database, no_permission (77) with the group to join, bad_data
  /// (65) for a stranger's file or another schema version.
  static Result<Reader> open(const std::filesystem::path& file);

  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

  /// From the rollups where they serve the filter, else by an indexed scan; the numbers are the same.
  Result<TrendsResult> trends(const TrendsQuery& query) const;

  /// Of the first dated post of the filter's networks that carries its tag, whatever else the filter asks for
  /// and of all times: nobody knows of any watching for them before it. Nothing where there is no such post.
  Result<std::optional<LocalDay>> first_day(const Filter& filter) const;

  /// In the order asked for.
  Result<std::vector<StoredPost>> posts(const PostsQuery& query) const;

  /// How many posts match; of more than `most`, so many: a common word is in millions of posts.
  Result<std::int64_t> count(const Filter& filter,
                             std::int64_t most = std::numeric_limits<std::int64_t>::max()) const;

  /// Tags that posts carry, as written, of about as many characters as this one: two more or fewer at the
  /// most. For what a misspelt one may have meant; looks at every tag, and of a tag at one post.
  Result<std::vector<std::string>> tags_about_as_long_as(const std::string& tag) const;

  /// How many posts match all but the words and tags searched for, and count, but are kept without a text: no
  /// list has them.
  Result<std::int64_t> count_without_texts(const Filter& filter) const;

  /// Whether those match the words and tags searched for as well, as far as these are topics; else nothing of
  /// that can be told of them.
  Result<bool> is_answerable_without_texts(const Filter& filter) const;

  /// What is to be purged, and what was (retention.h). The second counts all posts.
  Result<RetentionState> retention_state(const RetentionRules& rules, UtcTime now) const;
  Result<RetentionOverview> retention(const RetentionRules& rules, UtcTime now) const;

  /// Nothing when there is no post of this reference.
  Result<std::optional<StoredPost>> post(std::int64_t ref) const;

  /// All that people said of a post, oldest first; empty when there is no such post.
  Result<std::vector<LabelRecord>> labels(std::int64_t ref) const;

  /// Pledges that match, and how many there are by value and by who made them. Fails with usage (64) where
  /// there is no post to go on after.
  Result<Pledges> pledges(const PledgesQuery& query) const;

  /// One pledge. Fails with no_input (66) without the post, or when it no longer counts, and usage (64) when
  /// it is of another kind.
  Result<Pledge> pledge(std::int64_t ref) const;

  /// Posts that raised concerns.
  Result<Concerns> concerns(const ConcernsQuery& query) const;
  /// Those of one post, oldest first.
  Result<std::vector<Concern>> concerns_of(std::int64_t ref) const;

  /// Where the rules of alerts stand, and so many of the last messages.
  Result<KeptAlerts> alerts(std::int64_t limit) const;

  /// A message of an alert or a digest by its id; nothing where it is not kept any more.
  Result<std::optional<KeptAlert>> alert(std::int64_t id) const;

  /// Posts about a group that are new since a mark (alert.h) and were published since the moment.
  Result<NewAboutGroup> new_about_group(Group group, std::int64_t mark, UtcTime since) const;

  /// The hours of UTC from this one on in which a source answered, ascending.
  Result<std::vector<UtcTime>> hours_answered(const std::string& source, UtcTime since) const;

  /// Consents to be quoted, the newest first.
  Result<std::vector<ConsentRecord>> consents(const ConsentsQuery& query) const;

  /// Chooses a seeded random sample to judge, stratified by value (store/judged.h). The same query on the
  /// same database gives the same posts. PostStore::note_draw says that it was drawn.
  Result<Sample> choose_sample(const SampleQuery& query) const;

  /// The draw that a sheet is of, which does not say so itself: of the draws that served most of these posts
  /// the newest; 0 when none served any. judgements: all of the sheet, for a part of it may tell another.
  Result<std::int64_t> draw_judged(const std::vector<NewJudgement>& judgements) const;

  /// What the team judged of random samples.
  Result<JudgedSample> judged_sample() const;

  /// Every matching post, oldest first, undated first of all; stops when the visitor returns false. Read a
  /// few hundred at a time, so that a slow visitor does not hold back the writer's log: what changes
  /// meanwhile may show.
  Result<void> for_each_post(const Filter& filter, const std::function<bool(const StoredPost&)>& visit) const;

  /// allowances: the sources of which spending is told.
  Result<StoreStatus> status(UtcTime now, const std::vector<AllowancePeriods>& allowances = {}) const;

  /// What was collected and what was missed.
  Result<CoverageResult> coverage(const CoverageQuery& query) const;

  /// What could not be read, newest first.
  Result<Quarantine> quarantine(const QuarantineQuery& query) const;

  /// The forget list by requests, without whom; and whether one is yet to be finished.
  Result<ForgetList> forget_list() const;

  /// What of people's safety and rights is yet to be done.
  Result<Safety> safety() const;

  /// What sources other than these brought. Takes a second for a million posts.
  Result<std::vector<BroughtPosts>> brought_by_others(const std::vector<std::string>& than,
                                                      const std::vector<std::string>& topics) const;

  /// What people did, newest first.
  Result<std::vector<AuditRecord>> audit(const AuditQuery& query) const;

  /// As PostStore::left_to_reclassify.
  Result<std::int64_t> left_to_reclassify(const std::string& model) const;

  /// What PostStore::reclassify_next would do with the next posts below one (nothing: the newest), of those
  /// that another model judged.
  Result<ReclassifyStep> try_reclassifying(const std::string& model, const JudgeAnew& judge,
                                           std::optional<std::int64_t> below, std::int64_t limit) const;

  /// The zone that days are counted in, as the database says.
  TimeZone zone() const;

 private:
  struct Impl;
  explicit Reader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace nhs::store
