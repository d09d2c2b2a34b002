#include "report/coverage_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace nhs::report {

double hours_missed(const std::vector<Gap>& gaps) {
  std::vector<Gap> ordered = gaps;
  std::sort(ordered.begin(), ordered.end(), [](const Gap& a, const Gap& b) { return a.from < b.from; });
  std::map<std::string, UtcTime> covered_until;
  std::chrono::seconds missed{0};
  for (const Gap& gap : ordered) {
    UtcTime& end = covered_until.try_emplace(gap.source, gap.from).first->second;
    const UtcTime from = std::max(gap.from, end);
    if (gap.to > from) missed += gap.to - from;
    end = std::max(end, gap.to);
  }
  return static_cast<double>(missed.count()) / 3600.0;
}

std::string gaps_in_words(const std::vector<Gap>& gaps) {
  if (gaps.empty()) return {};
  return fmt::format("{} {}, {:.1f} hours", gaps.size(), gaps.size() == 1 ? "gap" : "gaps",
                     hours_missed(gaps));
}

std::string gaps_in_brackets(const std::vector<Gap>& gaps) {
  const std::string words = gaps_in_words(gaps);
  return words.empty() ? words : fmt::format(" ({})", words);
}

}  // namespace nhs::report
