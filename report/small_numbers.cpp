#include "report/small_numbers.h"

#include <fmt/format.h>

#include <algorithm>

namespace nhs::report {

PublicCount public_count(std::int64_t count, std::int64_t shown_from) {
  constexpr std::int64_t half = kRoundedTo / 2;
  if (count <= 0) return {};
  if (count < shown_from) return hidden_count();
  const std::int64_t number = (count + half) / kRoundedTo * kRoundedTo;
  return {false, number, std::max(shown_from, number - half), number + half};
}

PublicCount hidden_count() { return {true, 0, 0, 0}; }

std::string in_words(const PublicCount& count) {
  return count.hidden ? std::string{kHiddenMark} : fmt::format("{}", count.number);
}

}  // namespace nhs::report
