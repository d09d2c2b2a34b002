#include "core/suggestion.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/text.h"

namespace nhs {
namespace {

/// No word of ours is longer, and the work grows with the product of the lengths.
constexpr std::size_t kLongest = 64;

/// Characters, not bytes, and without case: "ą" for "a" is one slip, and "Ą" for "ą" is none.
std::u32string characters_of(std::string_view word) {
  const std::string text = folded(word);
  std::u32string characters;
  for (std::size_t at = 0; at < text.size();) {
    const Character each = character_at(text, at);
    characters.push_back(each.code);
    at += each.length;
  }
  return characters;
}

std::size_t edits_between(std::u32string_view a, std::u32string_view b) {
  std::vector<std::size_t> before_last;
  std::vector<std::size_t> last(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::vector<std::size_t> row(b.size() + 1, i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto same = [&](std::size_t x, std::size_t y) { return a[x] == b[y]; };
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same(i - 1, j - 1) ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && same(i - 1, j - 2) && same(i - 2, j - 1);
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last = std::exchange(last, std::move(row));
  }
  return last.back();
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view word, const std::vector<std::string_view>& words) {
  const std::u32string asked = characters_of(word);
  if (asked.size() > kLongest) return std::nullopt;
  std::optional<std::string_view> best;
  std::size_t fewest = asked.size() > 4 ? 3 : 2;
  for (const std::string_view candidate : words) {
    const std::size_t edits = edits_between(asked, characters_of(candidate));
    if (edits >= fewest) continue;
    fewest = edits;
    best = candidate;
  }
  return best;
}

}  // namespace nhs
