#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/classification.h"

namespace nhs::store {

/// A stored text that another version of the model judged.
struct JudgedEarlier {
  std::int64_t ref = 0;
  std::string text;      ///< masked
  std::string language;  ///< as its network said; empty when it did not
  Classification found;  ///< by the machine, whatever people said of it; evidence is not kept
};

/// Judges each of these texts, in order.
using JudgeAnew = std::function<std::vector<Classification>(const std::vector<JudgedEarlier>&)>;

/// How many posts were judged anew, and of how many the machine now says something else. A labelled post
/// whose labels go on ruling is counted by what the machine says.
struct Reclassified {
  std::int64_t posts = 0;
  std::int64_t changed = 0;     ///< in at least one of these:
  std::int64_t values = 0;      ///< it bears on other values
  std::int64_t directions = 0;  ///< a value that both found has another direction
  std::int64_t sentiment = 0;   ///< another sentiment; it is classified now, or no longer
  std::int64_t kind = 0;
  std::int64_t groups = 0;
  std::map<std::string, std::int64_t> by_model;  ///< `posts` by the version that had judged them

  void add(const Classification& before, const Classification& now);
  void add(const Reclassified& more);
};

/// One step through history, from the newest post to the oldest.
struct ReclassifyStep {
  Reclassified done;
  /// Posts from this reference on are through; nothing when all are.
  std::optional<std::int64_t> down_to;
};

}  // namespace nhs::store
