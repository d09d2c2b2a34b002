#include "report/collected_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace nhs::report {
namespace {

template <typename Wanted>
std::vector<std::string> labels_where(const store::TrendsResult& trends, const Wanted& is_wanted) {
  std::vector<std::string> labels;
  for (const store::TrendRow& row : trends.rows)
    if (is_wanted(row)) labels.push_back(row.period.label);
  return labels;
}

std::vector<std::string> labels_of(const store::TrendsResult& trends, store::Collected collected) {
  return labels_where(trends, [&](const store::TrendRow& row) { return row.collected == collected; });
}

std::string labels_and_number(const std::vector<std::string>& periods) {
  constexpr std::size_t named = 3;
  if (periods.size() <= named) return fmt::format("{}", fmt::join(periods, ", "));
  return fmt::format("{}, ... {}; {} in all", periods.front(), periods.back(), periods.size());
}

}  // namespace

std::string_view id_of_collected(store::Collected collected) {
  if (collected == store::Collected::none) return "none";
  return collected == store::Collected::part ? "part" : "whole";
}

std::vector<std::string> periods_not_collected(const store::TrendsResult& trends) {
  return labels_of(trends, store::Collected::none);
}

std::vector<std::string> periods_collected_in_part(const store::TrendsResult& trends) {
  return labels_of(trends, store::Collected::part);
}

bool collected_whole(const store::TrendsResult& trends) {
  return std::all_of(trends.rows.begin(), trends.rows.end(),
                     [](const auto& row) { return row.collected == store::Collected::whole; });
}

bool is_complete(const store::TrendsResult& trends) { return trends.gaps.empty() && collected_whole(trends); }

bool collected_nothing(const store::TrendsResult& trends) {
  return !trends.rows.empty() && periods_not_collected(trends).size() == trends.rows.size();
}

std::vector<std::string> collected_cautions(const store::TrendsResult& trends) {
  std::vector<std::string> cautions;
  const auto tell = [&](store::Collected collected, bool lost, std::string_view mark, std::string_view text) {
    const auto periods = labels_where(trends, [&](const store::TrendRow& row) {
      return row.collected == collected && row.cannot_be_searched == lost;
    });
    if (!periods.empty())
      cautions.push_back(fmt::format("{} ({}): {}.", mark, labels_and_number(periods), text));
  };
  tell(store::Collected::none, false, "- no collection",
       "what was said then is not known, which is not nothing");
  tell(
      store::Collected::none, true, "- without texts",
      "the posts of then cannot be searched any more; how many would match is not known, which is not nothing");
  tell(store::Collected::part, false, "! collected in part", "there may have been more posts");
  tell(store::Collected::part, true, "! partly without texts",
       "some posts of then cannot be searched any more; more may match");
  return cautions;
}

}  // namespace nhs::report
