#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "tests/support/test_post.h"

namespace nhs::test {

/// A row of a labelled file, without the labels that only training needs.
struct LabelledPost {
  std::string id;
  std::string text;
  std::string kind;
  /// `respect_and_dignity:breached,compassion:upheld`; empty in a file without that column.
  std::string values = {};
};

/// The posts of a labelled TSV (columns by the header's names; `\\`, `\t`, `\n` and `\r` are escapes). Fails
/// with no_input (66) or bad_data (65).
Result<std::vector<LabelledPost>> read_labelled_posts(const std::filesystem::path& file);

/// Tag timelines carry tagged posts only, so every post gets a tag of the demo's topics.
void tag_all(std::vector<LabelledPost>& posts);

/// Over how long before a moment posts are spread.
inline constexpr std::chrono::days kSpread{12 * 7};

/// The posts as if written in this span before a moment, by some three hundred invented people of whom a few
/// write much. More come on weekdays and in the daytime (UTC); none at that moment or after it. In the order
/// given, and always the same for the same arguments.
std::vector<TestPost> spread_over_weeks(const std::vector<LabelledPost>& posts, UtcTime until,
                                        std::chrono::seconds span = kSpread);

}  // namespace nhs::test
