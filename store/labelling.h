#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/classification.h"
#include "core/label.h"
#include "core/time.h"
#include "store/filter.h"
#include "store/judged.h"

namespace nhs::store {

/// A label as it is kept. Those that hold are laid over what the machine found, the later over the earlier,
/// aspect by aspect.
struct LabelRecord {
  Label label;
  std::string reader;  ///< as they named themselves; empty when they did not
  UtcTime judged_at;
  /// The random sample it was judged in; nothing for a correction.
  std::optional<std::int64_t> draw = std::nullopt;
  std::optional<UtcTime> undone_at = std::nullopt;
  /// When the post's text changed, of which the label does not speak.
  std::optional<UtcTime> lapsed_at = std::nullopt;

  bool holds() const { return !undone_at && !lapsed_at; }
};

/// So many labels of a post hold at the most: nobody can make it slow to lay them over what the machine
/// found.
inline constexpr std::int64_t kMostLabels = 100;

/// What counted for a post before and counts now.
struct LabelChange {
  Classification before;
  Classification now;
};

/// What to draw a sample from.
struct SampleQuery {
  Filter filter;
  /// The filter in words, kept with the sample; empty for all posts. Different filters have different words.
  std::string selection;
  std::int64_t size = 0;
  std::uint64_t seed = 0;
  bool again = false;  ///< posts that a sample of this selection served before may come again
};

struct SampledPost {
  std::int64_t ref = 0;
  Stratum stratum;
  std::string text;
};

/// A post as it was put before a reader.
struct ServedPost {
  std::int64_t ref = 0;
  Stratum stratum;
  std::uint64_t text_mark = 0;  ///< text_mark() of what the reader sees
};

/// Unlike for unlike texts, as good as certainly (FNV-1a, 64 bits; Fowler, Noll, Vo): to notice that a text
/// was edited.
std::uint64_t text_mark(std::string_view text);

ServedPost served(const SampledPost& post);
std::vector<ServedPost> served(const std::vector<SampledPost>& posts);

/// What is kept of a sample beside its posts.
struct NewDraw {
  std::uint64_t seed = 0;
  std::string selection;  ///< SampleQuery::selection
  /// How many posts each stratum stands for.
  std::array<std::int64_t, kStrata> populations{};
};

struct Sample {
  /// In random order: whoever stops early has judged a random part.
  std::vector<SampledPost> posts;
  std::array<StratumCounts, kStrata> strata{};
};

/// What a reader said of a sampled post.
struct NewJudgement {
  std::int64_t ref = 0;
  Label label;
};

enum class JudgementOutcome : std::uint8_t {
  stored,
  unchanged,    ///< the same reader said exactly this last
  edited,       ///< the post's text changed since it was served: left out
  withdrawn,    ///< left out
  not_sampled,  ///< no sample served this post, or there is none: then nothing at all is stored
  full,         ///< kMostLabels hold: left out
};

}  // namespace nhs::store
