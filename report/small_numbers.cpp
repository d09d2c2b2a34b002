#include "report/small_numbers.h"

#include <fmt/format.h>

#include <algorithm>

namespace nhs::report {
namespace {

constexpr std::int64_t kHalf = kRoundedTo / 2;

std::int64_t rounded_up(std::int64_t number) { return (number + kRoundedTo - 1) / kRoundedTo * kRoundedTo; }
std::int64_t rounded_down(std::int64_t number) { return number / kRoundedTo * kRoundedTo; }

PublicCount hidden_count(std::int64_t least, std::int64_t shown_from) {
  return {true, 0, least, shown_from - 1};
}

PublicCount shown_count(std::int64_t number, std::int64_t shown_from) {
  return {false, number, std::max(shown_from, number - kHalf), number + kHalf};
}

}  // namespace

PublicCount public_count(std::int64_t count, std::int64_t shown_from) {
  if (count <= 0) return {};
  if (count < shown_from) return hidden_count(1, shown_from);
  return shown_count(rounded_down(count + kHalf), shown_from);
}

PublicCount part_of_hidden(std::int64_t shown_from) { return hidden_count(0, shown_from); }

void PublishedParts::add(const PublicCount& part) {
  least_ += part.least;
  add_overlapping(part);
}

void PublishedParts::add_overlapping(const PublicCount& part) {
  hides_ = hides_ || part.hidden;
  most_ += part.most;
}

// With a total T a reader has T - 2 <= sum of parts <= T + 2. A hidden part can then lie above its least by
// T + 2 - (sum of the least), and below its most by (sum of the most) - (T - 2). From the sum of the least to
// the sum of the most both are at least 2, so that three numbers remain. As these sums hold the true total
// between them, and are further apart than 5 where a part is hidden, there is such a T.
// A hidden total T is at least the sum of the least, and below where totals are shown from: that, too, is to
// leave three numbers.
std::int64_t PublishedParts::shown_from(std::int64_t usual) const {
  return hides_ && least_ < usual ? std::max(usual, least_ + 3) : usual;
}

std::int64_t PublishedParts::lowest() const { return rounded_up(least_); }

std::optional<std::int64_t> PublishedParts::highest() const {
  return most_known_ ? std::optional{rounded_down(most_)} : std::nullopt;
}

PublicCount public_total(std::int64_t count, const std::vector<PublishedParts>& ways,
                         std::int64_t shown_from) {
  if (count <= 0) return {};
  for (const PublishedParts& parts : ways) shown_from = std::max(shown_from, parts.shown_from(shown_from));
  if (count < shown_from) return hidden_count(1, shown_from);
  const std::int64_t alone = rounded_down(count + kHalf);
  std::int64_t lowest = rounded_up(kShownFrom);
  std::int64_t highest = alone + kRoundedTo + count;
  for (const PublishedParts& parts : ways) {
    if (!parts.hides()) continue;
    lowest = std::max(lowest, parts.lowest());
    if (const auto most = parts.highest()) highest = std::min(highest, *most);
  }
  if (lowest > highest) return hidden_count(1, shown_from);
  return shown_count(std::clamp(alone, lowest, highest), shown_from);
}

std::string in_words(const PublicCount& count) {
  return count.hidden ? std::string{kHiddenMark} : fmt::format("{}", count.number);
}

}  // namespace nhs::report
