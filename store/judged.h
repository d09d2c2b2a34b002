#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/label.h"
#include "core/time.h"

namespace nhs::store {

/// The strata of a sample: one for each value, and one for posts that bear on none. A post that the machine
/// finds several values in belongs to the one of them that is rarest as a rule, in an order that is the same
/// for every draw, so that every post is in exactly one. (Draws of before 29 November 2026 ordered values
/// by how many posts had each that day.) Nothing stands for no value.
using Stratum = std::optional<Value>;
inline constexpr std::size_t kStrata = count_of<Value> + 1;
constexpr std::size_t index_of(Stratum stratum) {
  return stratum ? nhs::index_of(*stratum) : count_of<Value>;
}
constexpr Stratum stratum_at(std::size_t index) {
  return index < count_of<Value> ? Stratum{static_cast<Value>(index)} : Stratum{};
}

struct StratumCounts {
  std::int64_t population = 0;  ///< classified, quotable posts of the selection, when the sample was drawn
  std::int64_t served = 0;
  std::int64_t judged = 0;  ///< of these: in JudgedSample::posts under this draw
};

/// One random sample.
struct SampleDraw {
  std::int64_t id = 0;
  UtcTime drawn_at;
  std::uint64_t seed = 0;
  /// What it was drawn from, in words: "since 2026-11-01, on mastodon". Empty for all posts. A sample speaks
  /// of its selection only: accuracy on all posts is to be estimated from draws where this is empty.
  std::string selection;
  std::array<StratumCounts, kStrata> strata{};
};

/// What one reader said of a post, without having seen what the machine says.
struct Judgement {
  std::string reader;  ///< as they named themselves; empty when they did not
  UtcTime judged_at;
  Label label;  ///< aspects that the reader left out are absent
};

/// A post of a sample that somebody judged. Not among them: what was edited or withdrawn since, and what was
/// taken back.
struct JudgedPost {
  std::int64_t ref = 0;
  std::string text;  ///< what the readers saw; empty once it went for its age (purged)
  bool purged = false;
  std::string stated_language;  ///< as its network said; empty when it did not
  std::int64_t draw = 0;        ///< SampleDraw::id
  Stratum stratum;
  /// The last judgement of each reader in samples of the draw's selection, newest first; at least one. The
  /// first is the one that counts.
  std::vector<Judgement> judgements;
  /// What the machine said when the sample was drawn. Speaks of everything; every value has a direction.
  Label machine;
  std::string model;  ///< that said it
};

/// What a team judged of random samples: the base for estimates of accuracy. Corrections are not in it, for
/// they are the errors that somebody noticed. Reader::judged_sample() reads it.
struct JudgedSample {
  std::vector<SampleDraw> draws;  ///< oldest first; those without a judged post, too
  /// By draw, then reference. Of draws of one selection that served a post (`--again`), it stands under the
  /// latest only. A sample of another selection takes no post out of one and brings none in, or the rest
  /// would be no random part: what several selections judged stands under each.
  std::vector<JudgedPost> posts;
};

}  // namespace nhs::store
