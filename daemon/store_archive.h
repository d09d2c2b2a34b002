#pragma once

#include <functional>
#include <string>

#include "collector/archive.h"
#include "daemon/counting.h"
#include "intake/intake.h"
#include "store/post_store.h"

namespace nhs::daemon {

/// The collector's Archive over the real store: takes posts in, seals cursors and local ids. One thread: the
/// store's. What it is given outlives it.
class StoreArchive final : public collector::Archive {
 public:
  /// tell: leaves word for those who look on why nothing can be kept, when that changes; an empty text when
  /// it can again.
  StoreArchive(store::PostStore& store, const intake::Intake& intake, const Clock& clock,
               std::function<void(const std::string& trouble)> tell = {})
      : store_(store), intake_(intake), clock_(clock), tell_(std::move(tell)), counting_(clock.now()) {}

  /// What went into it so far.
  const Counting& counting() const { return counting_; }

  bool can_keep() override;
  Result<SourceState> state(const std::string& source, const std::string& topic) override;
  Result<collector::Archived> keep(const collector::PageOfPosts& page, const SourceState& after,
                                   const std::optional<Gap>& gap, const FetchCounts& fetches) override;
  Result<Due> due_for_recheck(const std::string& source, std::size_t limit, bool with_witness) override;
  Result<collector::Archived> keep_recheck(const collector::PageOfPosts& page,
                                           const std::vector<RecheckRuling>& rulings,
                                           const SourceState& after, const FetchCounts& fetches) override;
  Result<void> keep_state(const SourceState& state, const FetchCounts& fetches) override;
  Result<std::int64_t> spent_since(const std::string& source, UtcTime moment) override;
  Result<std::int64_t> spent_on_rechecks_since(const std::string& source, UtcTime moment) override;
  Result<std::int64_t> rechecks_before(const std::string& source, UtcTime now, UtcTime until,
                                       std::chrono::seconds every) override;
  Result<std::optional<std::string>> newest_local_id_before(const std::string& source,
                                                            UtcTime moment) override;

 private:
  store::Batch batch_for(const SourceState& state, const FetchCounts& fetches) const;
  store::Batch batch_with(const collector::PageOfPosts& page, const SourceState& state,
                          const FetchCounts& fetches);
  Result<collector::Archived> save(const store::Batch& batch, const SourceState& after);
  Result<PostToRecheck> opened(const store::DueRecheck& due, const std::string& source) const;

  store::PostStore& store_;
  const intake::Intake& intake_;
  const Clock& clock_;
  std::function<void(const std::string& trouble)> tell_;
  Counting counting_;
  /// Why nothing is asked at present; empty when it is.
  std::string trouble_;
};

}  // namespace nhs::daemon
