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
};

/// The posts of a labelled TSV (columns by the header's names; `\\`, `\t`, `\n` and `\r` are escapes). Fails
/// with no_input (66) or bad_data (65).
Result<std::vector<LabelledPost>> read_labelled_posts(const std::filesystem::path& file);

/// Over how long before a moment posts are spread.
inline constexpr std::chrono::days kSpread{12 * 7};

/// The posts as if written in the twelve weeks before a moment, by some three hundred invented people of whom
/// a few write much. More come on weekdays and in the daytime (UTC); none at that moment or after it. In the
/// order given, and always the same for the same arguments.
std::vector<TestPost> spread_over_weeks(const std::vector<LabelledPost>& posts, UtcTime until);

}  // namespace nhs::test
