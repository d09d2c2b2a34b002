#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "store/batch.h"
#include "store/queries.h"

namespace nhs::test {

/// What the store promises, in memory and without a thought for speed: the real one must give the same
/// answers.
class ReferenceStore {
 public:
  explicit ReferenceStore(TimeZone zone) : zone_(std::move(zone)) {}

  store::SaveReport save(const store::Batch& batch);

  store::TrendsResult trends(const store::TrendsQuery& query) const;

  /// References of the matching posts, newest first.
  std::vector<std::int64_t> posts(const store::Filter& filter) const;

 private:
  struct Kept {
    PseudonymousPost post;
    Classification classification;
    std::set<std::string> sources;
    bool withdrawn = false;
  };

  store::Outcome write(const store::Batch& batch, const store::ClassifiedPost& post);
  int withdraw(const store::PostKeys& keys);
  bool matches_all_but_findings(const Kept& kept, const store::Filter& filter) const;
  bool stands_elsewhere(const Kept& kept) const;

  TimeZone zone_;
  std::vector<Kept> kept_;
};

/// Everything that a result says, for comparing.
std::string described(const store::TrendsResult& trends);

}  // namespace nhs::test
