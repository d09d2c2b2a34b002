#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "random_history.h"
#include "store/batch.h"
#include "store/queries.h"

namespace nhs::test {

/// What the store promises, in memory and without a thought for speed: the real one must give the same
/// answers.
class ReferenceStore {
 public:
  explicit ReferenceStore(TimeZone zone) : zone_(std::move(zone)) {}

  store::SaveReport save(const store::Batch& batch);

  /// Posts are held against the rules whenever somebody looks; nothing is kept.
  void apply(std::vector<PlainRule> rules) { rules_ = std::move(rules); }

  /// The rule that sets a post aside, by its reference.
  std::map<std::int64_t, std::string> set_aside() const;
  /// Of all posts, in the order of their references.
  std::vector<bool> quotable() const;

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
  std::optional<std::string> rule_for(const Kept& kept) const;
  bool counts(const Kept& kept) const { return !kept.withdrawn && !rule_for(kept); }

  TimeZone zone_;
  std::vector<Kept> kept_;
  std::vector<PlainRule> rules_;
};

/// Everything that a result says, for comparing.
std::string described(const store::TrendsResult& trends);

}  // namespace nhs::test
