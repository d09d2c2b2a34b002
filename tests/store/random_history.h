#pragma once

#include <functional>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "core/label.h"
#include "store/batch.h"
#include "store/filter.h"
#include "store/ignore_rules.h"
#include "store/trend.h"

namespace nhs::test {

/// An ignore rule in plain words.
struct PlainRule {
  std::string name;
  std::string phrase = {};
  std::string source = {};
  std::optional<KeyedHash> author = std::nullopt;
};

/// The same as the store takes them.
store::IgnoreRules ignore_rules(const std::vector<PlainRule>& rules);

/// A search as typed, and what it means for the texts and tags of a random history.
struct PlainQuery {
  std::string typed;
  /// words: stems. tags: folded.
  std::function<bool(const std::set<std::string>& words, const std::set<std::string>& tags)> holds;
};
const std::vector<PlainQuery>& plain_queries();

/// Batches and filters as an unkind world would make them, the same for the same seed: posts seen again,
/// edited, withdrawn, brought back, by two ways, without dates, by people who do not want to be quoted,
/// around the days on which London's clocks change.
class RandomHistory {
 public:
  explicit RandomHistory(unsigned seed) : random_(seed) {}

  store::Batch next_batch();
  /// None to three, of all sorts.
  std::vector<PlainRule> any_rules();
  /// What a person might say: at least one aspect, of any sort.
  Label any_label();
  store::Filter any_filter();
  /// One that the rollups know everything about.
  store::Filter rollup_filter();
  store::TrendsQuery trends_query(store::Filter filter);

  std::size_t below(std::size_t limit) { return random_() % limit; }
  bool one_in(std::size_t times) { return below(times) == 0; }

 private:
  store::Filter filter_without_properties();
  store::ClassifiedPost any_post();
  Classification any_classification();
  template <typename Enum>
  Enum any() {
    return static_cast<Enum>(below(count_of<Enum>));
  }

  std::mt19937 random_;
};

}  // namespace nhs::test
