#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "collector/archive.h"
#include "core/time.h"
#include "tests/schedules/model_network.h"
#include "tests/schedules/unreliable_http.h"

namespace nhs::test {

/// What a store is to do, in the simplest words: posts by id, the state after them, both or neither. At a
/// chance the process is killed before a change, or after it.
class ReferenceArchive final : public collector::Archive {
 public:
  ReferenceArchive(Chance& chance, const Clock& clock) : chance_(chance), clock_(clock) {}

  Result<SourceState> state(const std::string& source, const std::string& topic) override;
  Result<collector::Archived> keep(const collector::PageOfPosts& page, const SourceState& after,
                                   const std::optional<Gap>& gap, const FetchCounts& fetches) override;
  Result<void> keep_state(const SourceState& state, const FetchCounts& fetches) override;
  Result<std::int64_t> spent_since(const std::string& source, UtcTime moment) override;
  Result<std::optional<std::string>> newest_local_id_before(const std::string& source,
                                                            UtcTime moment) override;

  /// Text by canonical id, of the posts that count.
  std::map<std::string, std::string> posts() const;
  const std::vector<Gap>& gaps() const { return gaps_; }

  /// Units that are counted as spent since the moment, with those that would be if the process ended now.
  std::int64_t reckoned_since(UtcTime moment) const;

  /// One in so many calls is the last; 0 for never.
  std::size_t kill_one_in = 0;

 private:
  struct Kept {
    Post post;
    bool withdrawn = false;
  };
  void perhaps_killed() const;
  void count(const FetchCounts& fetches);
  void take(const Post& post, bool undated_edits, collector::Archived& archived);

  Chance& chance_;
  const Clock& clock_;
  std::map<std::string, Kept> kept_;
  std::map<std::string, SourceState> states_;
  std::vector<Gap> gaps_;
  std::vector<std::pair<UtcTime, std::int64_t>> spending_;
};

}  // namespace nhs::test
