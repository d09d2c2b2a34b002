#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/label.h"
#include "random_history.h"
#include "store/batch.h"
#include "store/filter.h"
#include "store/trend.h"

namespace nhs::test {

/// What the store promises, in memory and without a thought for speed: the real one must give the same
/// answers.
class ReferenceStore {
 public:
  explicit ReferenceStore(TimeZone zone) : zone_(std::move(zone)) {}

  store::SaveReport save(const store::Batch& batch);

  /// Posts are held against the rules whenever somebody looks; nothing is kept.
  void apply(std::vector<PlainRule> rules) { rules_ = std::move(rules); }

  /// False when there is nothing to label or to take back.
  bool label(std::int64_t ref, const Label& label);
  bool undo_label(std::int64_t ref);
  /// What counts for a post; its labels that hold lie over what the machine says.
  Classification counting(std::int64_t ref) const { return counting(kept_.at(index_of_ref(ref))); }
  std::optional<Classification> machine(std::int64_t ref) const;

  /// The machine says something else of a post; people's word stays.
  void judge_anew(std::int64_t ref, const Classification& findings) {
    kept_.at(index_of_ref(ref)).classification = findings;
  }
  /// How many posts were not withdrawn and are not by this model.
  std::int64_t judged_by_others(const std::string& model) const;

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
    std::vector<Label> labels = {};  ///< those that hold
  };
  static std::size_t index_of_ref(std::int64_t ref) { return static_cast<std::size_t>(ref) - 1; }
  static Classification counting(const Kept& kept);

  store::Outcome write(const store::Batch& batch, const store::ClassifiedPost& post);
  int withdraw(const store::PostKeys& keys);
  bool matches_all_but_findings(const Kept& kept, const store::Filter& filter) const;
  /// Without those that only repeat an author of an earlier one, where the filter asks for that.
  std::vector<const Kept*> counted_once(std::vector<const Kept*> matching, const store::Filter& filter) const;
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
