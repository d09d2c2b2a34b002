#include "evaluation/weighed_texts.h"

#include <algorithm>
#include <cmath>

#include "evaluation/wilson.h"

namespace nhs::evaluation {
namespace {

bool counts_in(const CountedText& text, const CellSet& cells) {
  return std::any_of(text.cells.begin(), text.cells.end(), [&](std::uint16_t cell) {
    return std::find(cells.begin(), cells.end(), cell) != cells.end();
  });
}

}  // namespace

WeighedTexts::WeighedTexts(const std::vector<Comparison>& texts) {
  for (const Comparison& text : texts) {
    texts_.push_back({cells_of(text), text.weight, text.stratum});
    strata_[text.stratum].stands_for += text.weight;
    ++strata_[text.stratum].texts;
    for (const std::uint16_t cell : texts_.back().cells) {
      ++plain_[cell];
      squared_[cell] += text.weight * text.weight;
    }
  }
  weighted_ = sum_of(texts_);
}

std::size_t WeighedTexts::number(const CellSet& cells) const {
  return static_cast<std::size_t>(std::llround(sum(plain_, cells)));
}

double WeighedTexts::effective(const CellSet& cells) const {
  const double total = sum(weighted_, cells);
  return total > 0 ? total * total / sum(squared_, cells) : 0;
}

std::optional<Estimate> WeighedTexts::share_of(const CellSet& part, const CellSet& rest) const {
  const CellSet whole = part + rest;
  const double total = sum(weighted_, whole);
  if (total <= 0) return std::nullopt;
  return wilson(std::min(1.0, sum(weighted_, part) / total), effective(whole));
}

std::optional<Estimate> WeighedTexts::share_with_unseen(const CellSet& part, const CellSet& rest) const {
  std::optional<Estimate> estimate = share_of(part, rest);
  if (!estimate || strata_.size() < 2) return estimate;
  const Estimate wider = stratified_share(parts_of(part, rest));
  estimate->low = std::min(estimate->low, wider.low);
  estimate->high = std::max(estimate->high, wider.high);
  return estimate;
}

std::vector<StratumPart> WeighedTexts::parts_of(const CellSet& part, const CellSet& rest) const {
  std::map<std::size_t, StratumPart> parts = strata_;
  for (const CountedText& text : texts_) {
    StratumPart& stratum = parts.at(text.stratum);
    if (stratum.stands_for <= 0) continue;
    const double weight = text.weight / stratum.stands_for;
    if (counts_in(text, part)) stratum.part = std::min(1.0, stratum.part + weight);
    if (counts_in(text, rest)) stratum.rest = std::min(1.0, stratum.rest + weight);
  }
  std::vector<StratumPart> all;
  for (const auto& [stratum, counts] : parts) all.push_back(counts);
  return all;
}

}  // namespace nhs::evaluation
